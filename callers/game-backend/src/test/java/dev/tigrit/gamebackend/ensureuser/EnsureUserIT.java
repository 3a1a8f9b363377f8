package dev.tigrit.gamebackend.ensureuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.gamebackend.TestDatabase;
import dev.tigrit.testkit.ClusterStandIn;
import dev.tigrit.testkit.Contract;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

/** The real server before a real database, asked as Auth asks. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + EnsureUserIT.SECRET,
            "game.callers.internal=ensure-user",
            "game.callers[tigrit/tigrit-auth]=ensure-user",
            "tigrit.trust.audience=" + EnsureUserIT.AUDIENCE,
            "game.store.timeout=10s"
        })
@AutoConfigureWebTestClient(timeout = "30s")
class EnsureUserIT {

    static final String SECRET = "an internal secret of more than 32 bytes";

    static final String AUDIENCE = "game-backend.tigrit.tigrit";

    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");
    private static final Path TRUST = trust();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    @Autowired
    private WebTestClient web;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private MeterRegistry registry;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        TestDatabase.properties(registry);
        registry.add("tigrit.trust.directory", () -> TRUST);
    }

    private static Path trust() {
        try {
            var directory = Files.createTempDirectory(Path.of("target"), "trust");
            ClusterStandIn.mount(directory, CLUSTER);
            return directory.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void twoHundredCallsAtOnceMakeOneUser() {
        // Given two hundred connections, so that nothing queues before the server
        var connections = ConnectionProvider.create("two hundred", 200);
        var client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(connections)))
                .build();

        // When
        var answers = Flux.range(0, 200)
                .flatMap(
                        n -> client.put()
                                .uri(URI.create("http://localhost:" + port + "/internal/v1/telegram-users/4242"))
                                .headers(headers -> headers.setBearerAuth(SECRET))
                                .bodyValue(Map.of("first_name", "n" + n))
                                .retrieve()
                                .bodyToMono(EnsureUserRoutes.Answer.class),
                        200)
                .collectList();

        // Then
        StepVerifier.create(answers)
                .assertNext(all -> {
                    assertThat(all).hasSize(200);
                    assertThat(all)
                            .extracting(EnsureUserRoutes.Answer::gameUserId)
                            .containsOnly(all.getFirst().gameUserId());
                    assertThat(all).filteredOn(EnsureUserRoutes.Answer::created).hasSize(1);
                })
                .expectComplete()
                .verify(PATIENCE);
        assertThat(stored("4242", "telegram_id")).hasSize(1);
        connections.dispose();
    }

    @Test
    void absentMemberStaysAndPresentOneReplaces() {
        // Given
        var first = ensured(put("7", Map.of("first_name", "Ольга", "username", "olga", "is_premium", true)));

        // When
        var second = ensured(put("7", Map.of("username", "olga2")));

        // Then
        assertThat(first.get("created")).isEqualTo(true);
        assertThat(second.get("created")).isEqualTo(false);
        assertThat(second.get("game_user_id")).isEqualTo(first.get("game_user_id"));
        assertThat(stored("7", "first_name")).containsExactly("Ольга");
        assertThat(stored("7", "username")).containsExactly("olga2");
        assertThat(stored("7", "is_premium")).containsExactly("true");
    }

    @Test
    void differentPersonsAreDifferentUsers() {
        var one = ensured(put("8", Map.of("username", "same")));
        var other = ensured(put("9", Map.of("username", "same")));

        assertThat(one.get("game_user_id")).isNotEqualTo(other.get("game_user_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "07", "-7", "x", "7x", "4503599627370496", "99999999999999999", "7%20", "%D9%A7"})
    void addressThatIsNoTelegramIdIsBadRequest(String id) {
        problem(put(id, Map.of()), 400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "{\"first_name\":1}",
                "{\"first_name\":\"a\\u0000b\"}",
                "{\"photo_url\":\"\\ud800\"}",
                "{\"is_premium\":\"yes\"}",
                "{\"username\":\"a\",\"username\":\"b\"}"
            })
    void bodyThatDoesNotFitIsBadRequestAndStoresNothing(String body) {
        problem(put("66", body), 400, "bad_request");

        assertThat(stored("66", "telegram_id")).isEmpty();
    }

    @Test
    void largestBodyIsTakenAndALargerOneIsNot() {
        var text = "{\"first_name\":\"" + "x".repeat(32_768 - 17) + "\"}";

        put("67", text).expectStatus().isOk();
        problem(put("67", text + " "), 413, "payload_too_large");
    }

    @Test
    void onlyAListedCallerMayAsk() {
        problem(put("68", Map.of(), null), 401, "unauthenticated");
        problem(put("68", Map.of(), "Bearer of-nobody"), 401, "unauthenticated");

        assertThat(stored("68", "telegram_id")).isEmpty();
    }

    @Test
    void serviceAccountIsACallerByItsTokenAndNeedsToBeListed() {
        var now = Instant.now();

        put("69", Map.of(), "Bearer " + CLUSTER.token("tigrit/tigrit-auth", AUDIENCE, now))
                .expectStatus()
                .isOk();
        problem(put("69", Map.of(), "Bearer " + CLUSTER.token("tigrit/tigrit-bot", AUDIENCE, now)), 403, "forbidden");
        problem(
                put("69", Map.of(), "Bearer " + CLUSTER.token("tigrit/tigrit-auth", "auth.tigrit.tigrit", now)),
                401,
                "unauthenticated");
        var stranger = new ClusterStandIn("one").token("tigrit/tigrit-auth", AUDIENCE, now);
        problem(put("69", Map.of(), "Bearer " + stranger), 401, "unauthenticated");
    }

    @Test
    void otherMethodIs405() {
        web.get()
                .uri("/internal/v1/telegram-users/7")
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "PUT");
    }

    @Test
    void metricsNameNobody() {
        put("71717171", Map.of("first_name", "Secretive")).expectStatus().isOk();

        // The management port has its own server; what the registry holds is what it shows.
        assertThat(registry.getMeters())
                .noneMatch(meter -> meter.getId().toString().contains("71717171"));
    }

    private WebTestClient.ResponseSpec put(String id, Object body) {
        return put(id, body, "Bearer " + SECRET);
    }

    private WebTestClient.ResponseSpec put(String id, Object body, @Nullable String authorization) {
        return web.put()
                .uri(URI.create("http://localhost:" + port + "/internal/v1/telegram-users/" + id))
                .headers(headers -> {
                    if (authorization != null) {
                        headers.set(HttpHeaders.AUTHORIZATION, authorization);
                    }
                })
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> ensured(WebTestClient.ResponseSpec response) {
        response.expectStatus().isOk().expectHeader().valueEquals("Cache-Control", "no-store");
        var result = response.expectBody().consumeWith(CONTRACT::check).returnResult();
        return JsonMapper.shared().readValue(result.getResponseBody(), Map.class);
    }

    private static void problem(WebTestClient.ResponseSpec response, int status, String code) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .jsonPath("$.code")
                .isEqualTo(code);
    }

    private List<String> stored(String telegramId, String column) {
        var found = database.sql("SELECT " + column + "::text FROM users WHERE telegram_id = " + telegramId)
                .mapValue(String.class)
                .all()
                .collectList()
                .block(PATIENCE);
        return found == null ? List.of() : found;
    }
}
