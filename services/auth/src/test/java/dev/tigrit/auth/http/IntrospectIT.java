package dev.tigrit.auth.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.jwt.TestTokens;
import dev.tigrit.auth.telegram.TestInitData;
import dev.tigrit.testkit.Contract;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
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
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "TELEGRAM_BOT_TOKEN=" + IntrospectIT.BOT_TOKEN,
            "JWT_SECRET=" + IntrospectIT.SECRET,
            "INTERNAL_API_SECRET=" + IntrospectIT.TOKEN,
            "auth.callers.internal=introspect"
        })
@AutoConfigureWebTestClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IntrospectIT {

    static final String BOT_TOKEN = "4200000042:a-token-that-no-bot-has-ever-had-at-all";
    static final String SECRET = "a secret of more than thirty-two bytes";
    static final String TOKEN = "an internal secret of thirty-two bytes";

    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    @Autowired
    private WebTestClient web;

    @Test
    void goodInitDataIsActive() {
        var now = Instant.now().getEpochSecond();

        introspect("token=" + encode(TestInitData.of(BOT_TOKEN, 279058397, now)))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .consumeWith(CONTRACT::check)
                .json("""
                        {"active":true,"sub":"279058397","client_id":"4200000042","iat":%d,"exp":%d,"token_type":"tma"}
                        """.formatted(now, now + 86_400), JsonCompareMode.STRICT);
    }

    @Test
    void goodJwtIsActiveWhateverTheHintSays() {
        var exp = Instant.now().getEpochSecond() + 600;
        var jwt = jwt("42", exp);

        for (var hint : new String[] {"", "&token_type_hint=refresh_token", "&token_type_hint=jwt&more=1"}) {
            introspect("token=" + jwt + hint)
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .consumeWith(CONTRACT::check)
                    .json("""
                            {"active":true,"sub":"42","iss":"jwt-secret","iat":%d,"exp":%d,"token_type":"Bearer"}
                            """.formatted(exp - 600, exp), JsonCompareMode.STRICT);
        }
    }

    @Test
    void ofABadTokenNothingIsSaidButThat() {
        var now = Instant.now().getEpochSecond();
        var tokens = new String[] {
            "x",
            " ",
            "..",
            "a.b.c",
            "a.b.c.d",
            "ts1_of-another-service",
            jwt("42", now - 600),
            jwt("42", now + 600) + "=",
            jwt("x", now + 600),
            TestInitData.of(BOT_TOKEN, 7, now - 100_000),
            TestInitData.of(BOT_TOKEN, 7, now) + "0",
            "user=%7B%7D&hash=" + "0".repeat(64),
            "\u0000",
            "\ud83d\ude00",
            "y".repeat(60_000)
        };
        for (var token : tokens) {
            introspect("token=" + encode(token))
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .consumeWith(CONTRACT::check)
                    .json("{\"active\":false}", JsonCompareMode.STRICT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token=",
                "token",
                "toke=x",
                "token=x&token=y",
                "token=x&token_type_hint=a&token_type_hint=b",
                "token=%zz",
                "token=%2",
                "token=%ff",
                "=&=",
                "&&"
            })
    void formWithoutOneTokenIsBadRequest(String form) {
        problem(introspect(form), 400, "bad_request");
    }

    @Test
    void largeFormIs413AndAnotherMediaTypeIs415() {
        problem(introspect("token=" + "x".repeat(64 * 1024)), 413, "payload_too_large");
        problem(
                web.post()
                        .uri("/v1/introspect")
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"token\":\"x\"}")
                        .exchange(),
                415,
                "unsupported_media_type");
    }

    @Test
    void callerHasToBeAuthenticated() {
        for (var authorization :
                new String[] {"", "Bearer", "Bearer x", "Basic " + TOKEN, "Bearer " + jwt("42", 1L << 32)}) {
            var response = web.post()
                    .uri("/v1/introspect")
                    .header(HttpHeaders.AUTHORIZATION, authorization)
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .bodyValue("token=x")
                    .exchange()
                    .expectHeader()
                    .exists("WWW-Authenticate");
            problem(response, 401, "unauthenticated");
        }
    }

    @Test
    void callerThatMayIntrospectMayNotNameUsers() {
        problem(
                web.post()
                        .uri("/v1/ensure-user")
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("telegram_user", Map.of("id", 7)))
                        .exchange(),
                403,
                "forbidden");
    }

    @Test
    void withoutAGameEnsureUserIs503AfterTheCredentialIsChecked() {
        var now = Instant.now().getEpochSecond();

        problem(
                ensure(TestInitData.of(BOT_TOKEN, 7, now)).expectHeader().valueEquals("Retry-After", "1"),
                503,
                "game_unavailable");
        problem(ensure(TestInitData.of(BOT_TOKEN, 7, now - 100_000)), 401, "credential_expired");
    }

    @Test
    void otherMethodIs405() {
        web.get()
                .uri("/v1/introspect")
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "POST");
    }

    /** 403 is seen in EnsureUserIT, 503 in KeysFromSecretsIT. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyOtherDocumentedAnswerWasSeen() {
        assertThat(CONTRACT.documented())
                .filteredOn(answer -> answer.contains(" /v1/introspect "))
                .filteredOn(answer -> !answer.endsWith(" 405") && !answer.endsWith(" 403") && !answer.endsWith(" 503"))
                .isSubsetOf(CONTRACT.seen());
    }

    private WebTestClient.ResponseSpec introspect(String form) {
        return web.post()
                .uri("/v1/introspect")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue(form)
                .exchange();
    }

    private WebTestClient.ResponseSpec ensure(String initData) {
        return web.post()
                .uri("/v1/ensure-user")
                .header(HttpHeaders.AUTHORIZATION, "tma " + initData)
                .exchange();
    }

    private static void problem(WebTestClient.ResponseSpec response, int status, String code) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .jsonPath("$.code")
                .isEqualTo(code);
    }

    private static String encode(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    private static String jwt(String subject, long exp) {
        return TestTokens.hs256(
                SECRET,
                "{\"alg\":\"HS256\"}",
                "{\"sub\":\"" + subject + "\",\"iat\":" + (exp - 600) + ",\"exp\":" + exp + "}");
    }
}
