package dev.tigrit.auth.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.jwt.TestTokens;
import dev.tigrit.auth.telegram.TestInitData;
import dev.tigrit.testkit.Contract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The real server with its keys in the environment; each exchange is held against openapi.yaml. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "tigrit.docs=true",
            "TELEGRAM_BOT_TOKEN=" + VerifyIT.BOT_TOKEN,
            "JWT_SECRET=" + VerifyIT.SECRET
        })
@AutoConfigureWebTestClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyIT {

    static final String BOT_TOKEN = "4200000042:a-token-that-no-bot-has-ever-had-at-all";
    static final String SECRET = "a secret of more than thirty-two bytes";

    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    @Autowired
    private WebTestClient web;

    @LocalManagementPort
    private int managementPort;

    @Test
    void initDataInTheHeaderIsTheUser() {
        post(Map.of("Authorization", "tma " + initData(279058397)), null)
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
                .jsonPath("$.bot")
                .isEqualTo("4200000042")
                .jsonPath("$.user.first_name")
                .isEqualTo("Ольга")
                .jsonPath("$.user.id")
                .isEqualTo("279058397");
    }

    @Test
    void jwtInTheHeaderIsTheUser() {
        post(Map.of("Authorization", "Bearer " + jwt("42")), null)
                .expectStatus()
                .isOk()
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.user_id")
                .isEqualTo("42")
                .jsonPath("$.method")
                .isEqualTo("jwt");
    }

    @Test
    void credentialInTheBodyCountsAndTheHeaderIsTheCallers() {
        var body = Map.of("type", "telegram_init_data", "credential", initData(7), "bot", "4200000042");

        post(Map.of("Authorization", "Bearer of-some-caller"), body)
                .expectStatus()
                .isOk()
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.user_id")
                .isEqualTo("7");
        post(Map.of(), Map.of("type", "jwt", "credential", jwt("8")))
                .expectStatus()
                .isOk()
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.user_id")
                .isEqualTo("8");
    }

    @Test
    void botInTheBodyPinsIt() {
        var body = Map.of("type", "telegram_init_data", "credential", initData(7), "bot", "1");

        refused(post(Map.of(), body), "credential_invalid");
    }

    @Test
    void refusalsAreProblemsWithAChallenge() {
        var tampered = initData(7).replace("is_premium%22%3Atrue", "is_premium%22%3Afalse");
        var old = TestInitData.of(BOT_TOKEN, 7, Instant.now().getEpochSecond() - 86_500);
        var early = TestInitData.of(BOT_TOKEN, 7, Instant.now().getEpochSecond() + 3_600);
        var anonymous = TestInitData.of(
                BOT_TOKEN, Map.of("auth_date", "" + Instant.now().getEpochSecond()));

        refused(post(Map.of("Authorization", "tma " + tampered), null), "credential_invalid");
        refused(post(Map.of("Authorization", "tma " + old), null), "credential_expired");
        refused(post(Map.of("Authorization", "tma " + early), null), "credential_not_yet_valid");
        refused(post(Map.of("Authorization", "tma " + anonymous), null), "identity_missing");
        refused(post(Map.of("Authorization", "tma %zz"), null), "credential_malformed");
        refused(post(Map.of("Authorization", "Bearer " + jwt("42") + "="), null), "credential_malformed");
        refused(post(Map.of(), null), "credential_missing");
        refused(post(Map.of("Authorization", "Basic Zm9v"), null), "credential_missing");
        refused(post(Map.of("Authorization", "tma"), null), "credential_missing");
        refused(post(Map.of("Authorization", "tma "), null), "credential_missing");
    }

    @Test
    void unpairedSurrogateInASignedNameIsNoServerError() {
        var user = "{\"id\":7,\"first_name\":\"\\ud800\"}";
        var signed = TestInitData.of(
                BOT_TOKEN, Map.of("user", user, "auth_date", "" + Instant.now().getEpochSecond()));

        refused(post(Map.of("Authorization", "tma " + signed), null), "identity_missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "null",
                "\"\"",
                "{",
                "{}{}",
                "{\"type\":\"jwt\"}",
                "{\"type\":\"password\",\"credential\":\"x\"}",
                "{\"type\":\"jwt\",\"credential\":1}",
                "{\"type\":\"jwt\",\"credential\":null}",
                "{\"type\":\"jwt\",\"type\":\"jwt\",\"credential\":\"x\"}",
                "{\"type\":\"jwt\",\"credential\":\"x\",\"bot\":[]}"
            })
    void bodyThatDoesNotFitIsBadRequest(String body) {
        web.post()
                .uri("/v1/verify")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .jsonPath("$.code")
                .isEqualTo("bad_request");
    }

    /** Roles of many clients, as identity providers put them into one token; and more than the contract takes. */
    @Test
    void tokenOf15KbIsAcceptedInTheBodyAndOneOf17KbIsMalformed() {
        var exp = Instant.now().getEpochSecond() + 600;
        var claims =
                "{\"sub\":\"7\",\"iat\":" + (exp - 600) + ",\"exp\":" + exp + ",\"resource_access\":{\"a\":\"%s\"}}";
        var large = TestTokens.hs256(SECRET, "{\"alg\":\"HS256\"}", claims.formatted("x".repeat(11_000)));
        var tooLarge = TestTokens.hs256(SECRET, "{\"alg\":\"HS256\"}", claims.formatted("x".repeat(12_500)));

        assertThat(large.length()).isGreaterThan(14_000);
        post(Map.of(), Map.of("type", "jwt", "credential", large))
                .expectStatus()
                .isOk();
        post(Map.of(), Map.of("type", "jwt", "credential", tooLarge))
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .jsonPath("$.code")
                .isEqualTo("credential_malformed");
    }

    /** Without iat its age would be unknown, and a token for next year would wait for its last day. */
    @Test
    void tokenOfTheBuiltInProfileNeedsIat() {
        var exp = Instant.now().getEpochSecond() + 600;
        var token = TestTokens.hs256(SECRET, "{\"alg\":\"HS256\"}", "{\"sub\":\"7\",\"exp\":" + exp + "}");

        refused(post(Map.of("Authorization", "Bearer " + token), null), "credential_invalid");
    }

    @Test
    void tooLargeBodyIs413AndAnotherMediaTypeIs415() {
        var large = "{\"type\":\"jwt\",\"credential\":\"" + "x".repeat(64 * 1024) + "\"}";

        web.post()
                .uri("/v1/verify")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(large)
                .exchange()
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .consumeWith(CONTRACT::checkResponse);
        web.post()
                .uri("/v1/verify")
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isEqualTo(415)
                .expectBody()
                .consumeWith(CONTRACT::checkResponse);
    }

    @Test
    void twoCredentialHeadersAreBadRequest() {
        web.post()
                .uri("/v1/verify")
                .headers(headers ->
                        headers.addAll(HttpHeaders.AUTHORIZATION, List.of("tma " + initData(1), "Bearer " + jwt("2"))))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .consumeWith(CONTRACT::checkResponse);
    }

    @Test
    void otherMethodsAndPathsAreProblems() {
        for (var path : List.of("/v1/verify", "/health")) {
            var allowed = path.equals("/health") ? HttpMethod.GET : HttpMethod.POST;
            web.method(HttpMethod.PUT)
                    .uri(path)
                    .exchange()
                    .expectStatus()
                    .isEqualTo(405)
                    .expectHeader()
                    .valueEquals("Allow", allowed.name())
                    .expectBody()
                    .jsonPath("$.code")
                    .isEqualTo("method_not_allowed");
        }
        web.get()
                .uri("/v1/nothing")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("not_found");
    }

    @Test
    void healthIsUpAndReadinessIsOnTheManagementPort() {
        web.get().uri("/health").exchange().expectStatus().isOk().expectBody().consumeWith(CONTRACT::check);
        for (var path : List.of("/livez", "/readyz", "/metrics")) {
            management().get().uri(path).exchange().expectStatus().isOk();
        }
    }

    @Test
    void docsAreOnTheManagementPortAlone() {
        for (var path : List.of("/docs/index.html", "/docs/openapi.yaml", "/docs/ui/swagger-ui-bundle.js")) {
            management().get().uri(path).exchange().expectStatus().isOk();
            web.get().uri(path).exchange().expectStatus().isNotFound();
        }
        web.get()
                .uri("/webjars/swagger-ui/5.32.0/index.html")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    /** 405 is asserted above, 503 in KeysFromSecretsIT and GuardsIT, 429 in GuardsIT. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyOtherDocumentedAnswerWasSeen() {
        assertThat(CONTRACT.documented())
                .filteredOn(answer -> answer.contains(" /v1/verify ") || answer.contains(" /health "))
                .filteredOn(answer -> !answer.matches(".* (405|429|503)"))
                .containsExactlyInAnyOrderElementsOf(CONTRACT.seen());
    }

    private WebTestClient management() {
        return WebTestClient.bindToServer()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 << 20))
                .baseUrl("http://localhost:" + managementPort)
                .build();
    }

    private WebTestClient.ResponseSpec post(Map<String, String> headers, @Nullable Object body) {
        var request = web.post().uri("/v1/verify").headers(all -> headers.forEach(all::set));
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    private static void refused(WebTestClient.ResponseSpec response, String code) {
        EntityExchangeResult<byte[]> result = response.expectStatus()
                .isUnauthorized()
                .expectHeader()
                .exists("WWW-Authenticate")
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.code")
                .isEqualTo(code)
                .returnResult();
        assertThat(result.getStatus().value()).isEqualTo(401);
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
