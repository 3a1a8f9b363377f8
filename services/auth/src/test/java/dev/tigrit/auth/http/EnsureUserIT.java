package dev.tigrit.auth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.client.gamebackend.GameStandIn;
import dev.tigrit.auth.jwt.TestTokens;
import dev.tigrit.auth.telegram.TestInitData;
import dev.tigrit.starter.log.References;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.LogLines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The real server before a stand-in Game; both sides are held against their contracts. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "TELEGRAM_BOT_TOKEN=" + EnsureUserIT.BOT_TOKEN,
            "JWT_SECRET=" + EnsureUserIT.SECRET,
            "INTERNAL_API_SECRET=" + GameStandIn.TOKEN,
            "auth.callers.internal=ensure-telegram-user"
        })
@AutoConfigureWebTestClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EnsureUserIT {

    static final String BOT_TOKEN = "4200000042:a-token-that-no-bot-has-ever-had-at-all";
    static final String SECRET = "a secret of more than thirty-two bytes";

    private static final String CALLER = "Bearer " + GameStandIn.TOKEN;
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));
    private static final Contract GAME_CONTRACT = Contract.of(Path.of("../../callers/game-backend/openapi.yaml"));
    private static final GameStandIn GAME = new GameStandIn();

    @Autowired
    private WebTestClient web;

    @Autowired
    private References references;

    @DynamicPropertySource
    static void game(DynamicPropertyRegistry registry) {
        registry.add("auth.game-backend.url", GAME::url);
    }

    @AfterAll
    static void stopGame() {
        GAME.close();
    }

    /** Whatever the test before did to the breaker: it recovers by itself. */
    @BeforeEach
    void gameIsGood() {
        GAME.behave(GameStandIn.good());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> post("tma " + initData(1), null).expectStatus().isOk());
    }

    @Test
    void credentialInTheHeaderIsTheUserWithTheGamesId() {
        post("tma " + initData(279058397), null)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.user_id")
                .isEqualTo("279058397")
                .jsonPath("$.method")
                .isEqualTo("telegram_init_data")
                .jsonPath("$.user.first_name")
                .isEqualTo("Ольга")
                .jsonPath("$.game_user_id")
                .value(String.class, id -> assertThat(id).startsWith("g-"));
    }

    @Test
    void sameUserByEveryWayHasOneGameId() {
        var ids = new String[] {
            gameUserId(post("tma " + initData(42), null)),
            gameUserId(post("Bearer " + jwt("42"), null)),
            gameUserId(post(null, Map.of("type", "telegram_init_data", "credential", initData(42)))),
            gameUserId(post(CALLER, Map.of("telegram_user", Map.of("id", 42)))),
            gameUserId(post(CALLER, Map.of("telegram_user", Map.of("id", "42", "first_name", "Ольга"))))
        };

        assertThat(ids).containsOnly(ids[0]);
    }

    @Test
    void callersUserHasNoMethodBecauseNothingWasProved() {
        post(
                        CALLER,
                        Map.of(
                                "telegram_user",
                                Map.of("id", 7, "first_name", "Ольга", "is_premium", true, "is_bot", false)))
                .expectStatus()
                .isOk()
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.user_id")
                .isEqualTo("7")
                .jsonPath("$.user.is_premium")
                .isEqualTo(true)
                .jsonPath("$.method")
                .doesNotExist();
        assertThat(GAME.asked().getLast().body()).isEqualTo("{\"first_name\":\"Ольга\",\"is_premium\":true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":null}",
                "{\"id\":0}",
                "{\"id\":-7}",
                "{\"id\":7.0}",
                "{\"id\":7e3}",
                "{\"id\":true}",
                "{\"id\":[7]}",
                "{\"id\":\"07\"}",
                "{\"id\":\"7 \"}",
                "{\"id\":\"\"}",
                "{\"id\":\"../7\"}",
                "{\"id\":4503599627370496}",
                "{\"id\":99999999999999999999999999}",
                "{\"id\":7,\"id\":8}",
                "{\"id\":7,\"first_name\":1}",
                "{\"id\":7,\"first_name\":[]}",
                "{\"id\":7,\"first_name\":\"\\ud800\"}",
                "{\"id\":7,\"is_premium\":\"true\"}",
                "{\"id\":7,\"is_premium\":1}",
                "7",
                "[]",
                "\"7\"",
            })
    void telegramUserThatIsNoneIsBadRequest(String user) {
        var asked = GAME.asked().size();

        problem(post(CALLER, "{\"telegram_user\":" + user + "}"), 400, "bad_request");

        assertThat(GAME.asked()).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"telegram_user\":null}",
                "{\"telegram_user\":{\"id\":7},\"type\":\"jwt\",\"credential\":\"x\"}",
                "{\"telegram_user\":{\"id\":7},\"bot\":\"1\"}",
                "x"
            })
    void bodyThatIsNeitherOrBothIsBadRequest(String body) {
        problem(post(CALLER, body), 400, "bad_request");
    }

    @Test
    void telegramUserNeedsACallersToken() {
        var body = Map.of("telegram_user", Map.of("id", 7));

        problem(post(null, body), 401, "unauthenticated");
        problem(post("Bearer of-somebody-else-of-thirty-two-bytes", body), 401, "unauthenticated");
        problem(post("tma " + initData(7), body), 401, "unauthenticated");
        problem(post("Bearer " + jwt("7"), body), 401, "unauthenticated");
    }

    @Test
    void badCredentialIsRefusedBeforeTheGameIsAsked() {
        var asked = GAME.asked().size();

        problem(post("tma " + initData(7) + "0", null), 401, "credential_malformed");
        problem(post("Bearer " + jwt("7").replace('.', '_'), null), 401, "credential_malformed");
        problem(post(null, null), 401, "credential_missing");
        problem(post(null, Map.of("type", "jwt", "credential", "x")), 401, "credential_malformed");

        assertThat(GAME.asked()).hasSize(asked);
    }

    @Test
    void largeBodyIs413AndAnotherMediaTypeIs415() {
        problem(post(CALLER, "{\"telegram_user\":\"" + "x".repeat(64 * 1024) + "\"}"), 413, "payload_too_large");
        problem(
                web.post()
                        .uri("/v1/ensure-user")
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue("{}")
                        .exchange(),
                415,
                "unsupported_media_type");
    }

    @Test
    void longestUserIsNoProblemForTheGamesLimit() {
        var name = "\u0001".repeat(3_000);

        post(CALLER, Map.of("telegram_user", Map.of("id", 7, "first_name", name)))
                .expectStatus()
                .isOk();

        assertThat(GAME.asked().getLast().body().length()).isLessThan(32_768);
    }

    @Test
    void usersDataThatTheGameRefusesIsAClientError() {
        GAME.behave(GameStandIn.problem(400, "bad_request"));

        problem(post("tma " + initData(7), null), 400, "user_refused");
    }

    @Test
    void callerThatMayEnsureMayNotIntrospect() {
        web.post()
                .uri("/v1/introspect")
                .header(HttpHeaders.AUTHORIZATION, CALLER)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("token=x")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.code")
                .isEqualTo("forbidden");
    }

    @Test
    void otherMethodIs405() {
        web.put()
                .uri("/v1/ensure-user")
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "POST");
    }

    /** What Auth asked, asked again by a client that checks both directions. */
    @Test
    @Order(100)
    void whatAuthAsksAndTheStandInAnswersIsTheGamesContract() {
        var game = WebTestClient.bindToServer().baseUrl(GAME.url().toString()).build();
        for (var asked : List.copyOf(GAME.asked())) {
            for (var authorization : new String[] {asked.authorization(), "Bearer of-nobody"}) {
                game.put()
                        .uri("/internal/v1/telegram-users/" + asked.id())
                        .header(HttpHeaders.AUTHORIZATION, authorization)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(asked.body())
                        .exchange()
                        .expectBody()
                        .consumeWith(GAME_CONTRACT::check);
            }
        }
        for (var problem : Map.of(
                        400, "bad_request", 403, "forbidden", 413, "payload_too_large", 503, "store_unavailable")
                .entrySet()) {
            GAME.behave(GameStandIn.problem(problem.getKey(), problem.getValue()));
            game.put()
                    .uri("/internal/v1/telegram-users/7")
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{}")
                    .exchange()
                    .expectBody()
                    .consumeWith(GAME_CONTRACT::check);
        }
        assertThat(GAME_CONTRACT.seen()).isEqualTo(GAME_CONTRACT.documented());
    }

    @Test
    void namingAUserIsAuditedWhetherAllowedOrNot() {
        var body = Map.of("telegram_user", Map.of("id", 700_700_700));
        // Nobody else's line has it, whenever it arrives.
        var user = " user=" + references.of("user", "700700700");
        try (var log = LogLines.of("audit")) {
            post(CALLER, body).expectStatus().isOk();
            post("Bearer of-nobody", body).expectStatus().isUnauthorized();

            var start = "audit credential decision operation=ensure-user method=vouched ";
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(log.lines())
                            .filteredOn(line -> line.endsWith(user))
                            .containsExactly(
                                    start + "result=accepted caller=internal" + user,
                                    start + "result=rejected reason=unauthenticated" + user));
            assertThat(log.lines()).noneMatch(line -> line.contains("700700700"));
        }
    }

    @Test
    @Order(101)
    void silentGameIs503() {
        GAME.behave(GameStandIn.silent());

        problem(
                post("tma " + initData(7), null).expectHeader().valueEquals("Retry-After", "1"),
                503,
                "game_unavailable");
    }

    @Test
    @Order(102)
    void deadGameIs503AndVerifyGoesOn() {
        GAME.die();

        problem(
                post("tma " + initData(7), null).expectHeader().valueEquals("Retry-After", "1"),
                503,
                "game_unavailable");
        web.post()
                .uri("/v1/verify")
                .header(HttpHeaders.AUTHORIZATION, "tma " + initData(7))
                .exchange()
                .expectStatus()
                .isOk();
        GAME.comeBack();
    }

    /** 403 of a caller without the permission is seen in IntrospectIT. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyOtherDocumentedAnswerWasSeen() {
        assertThat(CONTRACT.documented())
                .filteredOn(answer -> answer.contains(" /v1/ensure-user "))
                .filteredOn(answer -> !answer.endsWith(" 405") && !answer.endsWith(" 403"))
                .isSubsetOf(CONTRACT.seen());
    }

    private WebTestClient.ResponseSpec post(@Nullable String authorization, @Nullable Object body) {
        var request = web.post().uri("/v1/ensure-user").headers(headers -> {
            if (authorization != null) {
                headers.set(HttpHeaders.AUTHORIZATION, authorization);
            }
        });
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    private static void problem(WebTestClient.ResponseSpec response, int status, String code) {
        var body = response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .jsonPath("$.code")
                .isEqualTo(code)
                .returnResult();
        assertThat(body.getResponseHeaders().containsHeader("WWW-Authenticate")).isEqualTo(status == 401);
    }

    private static String gameUserId(WebTestClient.ResponseSpec response) {
        var body = response.expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        return body == null ? "" : String.valueOf(body.get("game_user_id"));
    }

    private static String initData(long user) {
        return TestInitData.of(BOT_TOKEN, user, Instant.now().getEpochSecond());
    }

    private static String jwt(String subject) {
        var exp = Instant.now().getEpochSecond() + 600;
        return TestTokens.hs256(
                SECRET,
                "{\"alg\":\"HS256\"}",
                "{\"sub\":\"" + subject + "\",\"iat\":" + (exp - 600) + ",\"exp\":" + exp + "}");
    }
}
