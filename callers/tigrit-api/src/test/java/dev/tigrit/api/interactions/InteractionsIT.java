package dev.tigrit.api.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.HttpStandIn.Answer;
import dev.tigrit.testkit.HttpStandIn.Asked;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real server as a role that reads one table, whose rows the bot's own migrations made room for. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + InteractionsIT.SECRET,
            "api.auth.timeout=10s",
            "api.sessions.timeout=10s",
            "api.store.timeout=10s"
        })
@AutoConfigureWebTestClient(timeout = "30s")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InteractionsIT {

    static final String SECRET = "an internal secret of more than 32 bytes";

    private static final Path MIGRATIONS = Path.of("../tigrit-bot/src/main/resources/db/migration");
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));
    private static final HttpStandIn AUTH = new HttpStandIn(InteractionsIT::auth);
    private static final HttpStandIn SESSIONS = new HttpStandIn(InteractionsIT::sessions);
    private static final EmbeddedPostgres DATABASE = database();

    @Autowired
    private WebTestClient web;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void others(DynamicPropertyRegistry registry) {
        registry.add("api.auth.url", AUTH::url);
        registry.add("api.sessions.url", SESSIONS::url);
        registry.add("DATABASE_PORT", DATABASE::getPort);
        registry.add("DATABASE_NAME", () -> "postgres");
    }

    @BeforeEach
    void othersAreGood() {
        AUTH.behave(InteractionsIT::auth);
        SESSIONS.behave(InteractionsIT::sessions);
    }

    @AfterAll
    static void stop() throws IOException {
        DATABASE.close();
        AUTH.close();
        SESSIONS.close();
    }

    /** The JWT of user 7 is "jwt-7". */
    private static Answer auth(Asked asked) {
        var credential =
                JsonMapper.shared().readTree(asked.body()).path("credential").asString();
        return credential.startsWith("jwt-")
                ? new Answer(200, """
                        {"user_id":"%1$s","method":"jwt","issuer":"jwt-secret","expires_at":"2126-01-01T00:00:00Z","user":{"id":"%1$s"}}""".formatted(credential.substring(4)))
                : Answer.problem(401, "credential_invalid");
    }

    /** The session token of user 7 is "ts1_7". */
    private static Answer sessions(Asked asked) {
        var token = JsonMapper.shared().readTree(asked.body()).path("token").asString();
        if (!token.matches("ts[12]_[0-9]+")) {
            return Answer.problem(401, "session_invalid");
        }
        return new Answer(200, """
                {"session_id":"%s","user_id":"%s","created_at":"2026-01-01T00:00:00Z","expires_at":"2126-01-01T00:00:00Z",\
                "idle_expires_at":"2126-01-01T00:00:00Z","extended_at":"2026-01-01T00:00:00Z","extend_after":"2026-01-01T00:00:00Z"}""".formatted("a".repeat(43), token.substring(4)));
    }

    @Test
    void personsRowsComeNewestFirst() {
        write(7, "/start", 3);

        var page = page("ts1_7", "");

        assertThat(page.path("interactions")
                        .valueStream()
                        .map(item -> item.path("command").asString("")))
                .containsExactly("/start", "/start", "/start");
        assertThat(page.path("interactions")
                        .valueStream()
                        .map(item -> item.path("id").asLong())
                        .toList())
                .isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(page.path("interactions").get(0).path("kind").asString()).isEqualTo("command");
        assertThat(page.has("next")).isFalse();
    }

    @Test
    void pagesAreWholeWhateverComesMeanwhile() {
        write(8, null, 45);
        write(9, null, 5);
        var seen = new ArrayList<Long>();

        var next = "";
        do {
            var page = page("jwt-8", "?limit=20" + next);
            page.path("interactions")
                    .valueStream()
                    .forEach(item -> seen.add(item.path("id").asLong()));
            next = page.has("next") ? "&before=" + page.path("next").asString() : "";
            write(8, "/new", 1);
        } while (!next.isEmpty());

        assertThat(seen).hasSize(45).doesNotHaveDuplicates();
    }

    @Test
    void anotherPersonsRowsAreNeverThere() {
        write(10, "/mine", 2);
        write(11, "/theirs", 2);

        for (var token : List.of("ts1_10", "jwt-10")) {
            for (var query : List.of("", "?limit=100", "?before=999999999", "?before=1")) {
                assertThat(page(token, query).toString()).doesNotContain("/theirs");
            }
        }
        assertThat(page("ts1_11", "").path("interactions")).hasSize(2);
        assertThat(page("ts1_1011", "").path("interactions")).isEmpty();
    }

    @Test
    void userIdThatIsNoNumberIsNobodysRow() {
        assertThat(page("jwt-partner:7' OR '1'='1", "").path("interactions")).isEmpty();
    }

    @Test
    void jwtIsAskedOfAuthInThisProgramsNameAndASessionOfSessions() {
        page("jwt-12", "");
        assertThat(AUTH.asked().getLast().header("Authorization")).isEqualTo("Bearer " + SECRET);
        var asked = AUTH.asked().size();

        page("ts1_12", "");

        assertThat(AUTH.asked()).hasSize(asked);
        assertThat(SESSIONS.asked().getLast().path()).isEqualTo("/v1/sessions/extend");
    }

    /** Sessions takes 8192 bytes and would say 413. */
    @Test
    void whatCannotBeASessionTokenIs401AndSessionsIsNotAsked() {
        var asked = SESSIONS.asked().size();

        for (var token : List.of("ts1_" + "x".repeat(509), "ts1_" + "x".repeat(8_188), "ts1_.", "ts1_7 7")) {
            problem(ask("Bearer " + token, ""), 401, "unauthenticated");
        }

        assertThat(SESSIONS.asked()).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=101",
                "?limit=x",
                "?limit=",
                "?limit=1&limit=2",
                "?before=0",
                "?before=-1",
                "?before=9999999999999999999",
                "?user_id=7",
                "?limit=%D9%A7"
            })
    void parametersThatAreNotDescribedAreBadRequest(String query) {
        problem(ask("Bearer ts1_7", query), 400, "bad_request");
    }

    @Test
    void withoutAGoodTokenIt401() {
        for (var authorization : new String[] {
            null,
            "",
            "Bearer",
            "Bearer ",
            "Basic YTpi",
            "tma x",
            "Bearer x.y.z",
            "Bearer ts1_x",
            "Bearer " + "x".repeat(9_000)
        }) {
            problem(ask(authorization, ""), 401, "unauthenticated");
        }
    }

    @Test
    void whoKnowsTheTokenIsAwayAndThatIsNoVerdict() {
        SESSIONS.behave(_ -> Answer.problem(503, "store_unavailable"));
        AUTH.behave(_ -> Answer.problem(503, "keys_unavailable"));
        problem(ask("Bearer ts1_7", ""), 503, "identity_unavailable");
        problem(ask("Bearer jwt-7", ""), 503, "identity_unavailable");
        SESSIONS.die();
        AUTH.die();
        problem(ask("Bearer ts1_7", ""), 503, "identity_unavailable");
        problem(ask("Bearer jwt-7", ""), 503, "identity_unavailable");
        SESSIONS.comeBack();
        AUTH.comeBack();
    }

    @Test
    void otherMethodsAre405AndHealthIsPublic() {
        web.post().uri("/v1/interactions").exchange().expectStatus().isEqualTo(405);
        web.post().uri("/health").exchange().expectStatus().isEqualTo(405);
        web.get().uri("/health").exchange().expectStatus().isOk().expectBody().consumeWith(CONTRACT::check);
    }

    @Test
    void roleMayReadAndNothingElse() throws SQLException {
        try (var connection = DATABASE.getDatabase("tigrit_api", "postgres").getConnection();
                var statement = connection.createStatement()) {
            for (var sql : List.of(
                    "DELETE FROM tigrit.tigrit_interactions",
                    "UPDATE tigrit.tigrit_interactions SET user_id = '7'",
                    "CREATE TABLE tigrit.x (a int)")) {
                assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 3)
    void whatIsAskedAndTheStandInsAnswerIsTheContract() {
        AUTH.checkAgainst(Contract.of(Path.of("../../services/auth/openapi.yaml")));
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void withoutTheTableItIs503AndItRecoversByItself() {
        execute("ALTER TABLE tigrit.tigrit_interactions RENAME TO gone");
        problem(ask("Bearer ts1_7", ""), 503, "store_unavailable");
        execute("ALTER TABLE tigrit.gone RENAME TO tigrit_interactions");

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> page("ts1_7", ""));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void everyOtherDocumentedAnswerWasSeen() {
        assertThat(CONTRACT.documented())
                .filteredOn(answer -> !answer.endsWith(" 405"))
                .isSubsetOf(CONTRACT.seen());
    }

    private JsonNode page(String token, String query) {
        var body = ask("Bearer " + token, query)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .consumeWith(CONTRACT::check)
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(body);
    }

    private ResponseSpec ask(@Nullable String authorization, String query) {
        return web.get()
                .uri(URI.create("http://localhost:" + port + "/v1/interactions" + query))
                .headers(headers -> {
                    if (authorization != null) {
                        headers.set(HttpHeaders.AUTHORIZATION, authorization);
                    }
                })
                .exchange();
    }

    private static void problem(ResponseSpec response, int status, String code) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .jsonPath("$.code")
                .isEqualTo(code);
    }

    private static int updates;

    private static synchronized void write(long user, @Nullable String command, int count) {
        for (var i = 0; i < count; i++) {
            execute(
                    "INSERT INTO tigrit.tigrit_interactions (bot_id, update_id, user_id, game_user_id, command, sent_at) VALUES (1, %d, '%d', 'g', %s, now())"
                            .formatted(++updates, user, command == null ? "NULL" : "'" + command + "'"));
        }
    }

    private static EmbeddedPostgres database() {
        try {
            var server = EmbeddedPostgres.builder().start();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE ROLE tigrit_api LOGIN");
                statement.execute("CREATE SCHEMA tigrit");
                statement.execute("SET search_path TO tigrit");
                statement.execute(Files.readString(MIGRATIONS.resolve("V1__tigrit_interactions.sql")));
                statement.execute(Files.readString(MIGRATIONS.resolve("afterMigrate__reader.sql"))
                        .replace("${reader}", "tigrit_api"));
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) {
        try (var connection = DATABASE.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
