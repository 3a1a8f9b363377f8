package dev.tigrit.gamebackend.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.gamebackend.TestDatabase;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.HttpStandIn.Answer;
import dev.tigrit.testkit.HttpStandIn.Asked;
import dev.tigrit.testkit.LogLines;
import dev.tigrit.testkit.SecretsStandIn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The page's calls on a real server and a real database, before an Auth and a Sessions made from their contracts. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + SignInIT.SECRET,
            "game.auth.timeout=10s",
            "game.sessions.timeout=10s",
            "game.store.timeout=10s"
        })
@AutoConfigureWebTestClient(timeout = "30s")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SignInIT extends PageCalls {

    static final String SECRET = "an internal secret of more than 32 bytes";

    private static final HttpStandIn AUTH = new HttpStandIn(SignInIT::auth);
    private static final SessionsStandIn STORE = new SessionsStandIn(SECRET);
    private static final HttpStandIn SESSIONS = new HttpStandIn(STORE);
    private static final SecretsStandIn SECRETS = new SecretsStandIn();

    @DynamicPropertySource
    static void others(DynamicPropertyRegistry registry) {
        TestDatabase.properties(registry);
        registry.add("game.auth.url", AUTH::url);
        registry.add("game.sessions.url", SESSIONS::url);
        registry.add("game.secrets.url", SECRETS::url);
    }

    @BeforeEach
    void othersAreGood() {
        AUTH.behave(SignInIT::auth);
        SESSIONS.behave(STORE);
    }

    @AfterAll
    static void stop() {
        AUTH.close();
        SESSIONS.close();
        SECRETS.close();
    }

    /** The credential of user 7 is "good-7"; any other is refused, as its own text says when it is a code. */
    private static Answer auth(Asked asked) {
        var credential =
                JsonMapper.shared().readTree(asked.body()).path("credential").asString();
        return credential.startsWith("good-")
                ? new Answer(200, """
                        {"user_id":"%1$s","method":"telegram_init_data","bot":"1","expires_at":"2126-01-01T00:00:00Z",\
                        "user":{"id":"%1$s","first_name":"Ольга","username":"olga"}}""".formatted(credential.substring(5)))
                : Answer.problem(401, credential.matches("[a-z_]+") ? credential : "credential_malformed");
    }

    @Test
    void signInIsAProfileAndACookieThatOnlyThisSiteGets() {
        var response = signIn("good-7", null);

        var cookie = response.expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.user_id")
                .isEqualTo("7")
                .jsonPath("$.first_name")
                .isEqualTo("Ольга")
                .returnResult()
                .getResponseHeaders()
                .getFirst(HttpHeaders.SET_COOKIE);
        assertThat(cookie)
                .startsWith("__Host-session=ts1_")
                .contains("Path=/")
                .contains("Secure")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=None")
                .contains("Partitioned")
                .doesNotContain("Domain");
        assertThat(AUTH.asked().getLast().header("Authorization")).isEqualTo("Bearer " + SECRET);
        assertThat(AUTH.asked().getLast().body()).contains("telegram_init_data");
    }

    @Test
    void auditLineHasReferencesInPlaceOfIds() {
        try (var log = LogLines.of("audit")) {
            var cookie = cookie(signIn("good-70007", null));
            var user = json(ask(HttpMethod.GET, "/v1/me", cookie))
                    .path("game_user_id")
                    .asString();

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("signed in", "user=", "session=")
                    .doesNotContain("70007", user, cookie.substring(4, 47));
        }
    }

    @Test
    void personSeesItselfAndItsDevices() {
        var phone =
                cookie(signIn("good-8", null, "Mozilla/5.0 (Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36"));
        var desk = cookie(
                signIn("good-8", null, "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"));

        var profile = json(ask(HttpMethod.GET, "/v1/me", desk).expectStatus().isOk());
        var devices = json(ask(HttpMethod.GET, "/v1/me/sessions", desk)
                        .expectStatus()
                        .isOk())
                .path("sessions");

        assertThat(profile.path("user_id").asString()).isEqualTo("8");
        assertThat(devices).hasSize(2);
        assertThat(devices.valueStream().map(device -> device.path("device").asString()))
                .containsExactlyInAnyOrder("Chrome, Android", "Firefox, Linux");
        assertThat(devices.valueStream().filter(device -> device.path("current").asBoolean()))
                .singleElement()
                .satisfies(
                        current -> assertThat(current.path("device").asString()).isEqualTo("Firefox, Linux"));
        ask(HttpMethod.GET, "/v1/me", phone).expectStatus().isOk();
    }

    /** By the profile of JWT_SECRET in services/auth/openapi.yaml. */
    @Test
    void tokenIsSignedWithTheKeyThatSecretsHasNow() {
        var cookie = cookie(signIn("good-18", null));
        problem(ask(HttpMethod.POST, "/v1/me/token", cookie), 503, "token_key_unavailable");

        for (var version : List.of(1, 2)) {
            var key = "version " + version + " of a key of more than 32 bytes";
            SECRETS.putValue("JWT_SECRET", version, key);

            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                var answer = json(ask(HttpMethod.POST, "/v1/me/token", cookie)
                        .expectStatus()
                        .isOk());
                var token = answer.path("token").asString();
                var end = token.lastIndexOf('.');
                assertThat(Base64.getUrlDecoder().decode(token.substring(end + 1)))
                        .isEqualTo(Sensitive.ofUtf8(key)
                                .hmacSha256(token.substring(0, end).getBytes(StandardCharsets.US_ASCII)));
                var claims = JsonMapper.shared()
                        .readTree(Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, end)));
                assertThat(claims.path("sub").asString()).isEqualTo("18");
                assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
                        .isEqualTo(300);
                assertThat(Instant.parse(answer.path("expires_at").asString()).getEpochSecond())
                        .isEqualTo(claims.path("exp").asLong());
            });
        }
        assertThat(SECRETS.presented()).containsOnly("Bearer " + SECRET);
    }

    @Test
    void oneDeviceIsSignedOutByAnother() {
        var phone = cookie(signIn("good-9", null));
        var desk = cookie(signIn("good-9", null));

        ask(HttpMethod.DELETE, "/v1/me/sessions/" + phone.substring(4, 47), desk)
                .expectStatus()
                .isNoContent()
                .expectBody()
                .consumeWith(CONTRACT::check);

        signedOut(phone);
        ask(HttpMethod.GET, "/v1/me", desk).expectStatus().isOk();
    }

    @Test
    void allOthersAreSignedOut() {
        var cookies = List.of(
                cookie(signIn("good-10", null)), cookie(signIn("good-10", null)), cookie(signIn("good-10", null)));
        var stranger = cookie(signIn("good-11", null));

        ask(HttpMethod.DELETE, "/v1/me/sessions/others", cookies.get(1))
                .expectStatus()
                .isNoContent()
                .expectBody()
                .consumeWith(CONTRACT::check);

        signedOut(cookies.get(0));
        signedOut(cookies.get(2));
        ask(HttpMethod.GET, "/v1/me", cookies.get(1)).expectStatus().isOk();
        ask(HttpMethod.GET, "/v1/me", stranger).expectStatus().isOk();
    }

    @Test
    void anotherPersonsSessionIsNotFoundAndStays() {
        var mine = cookie(signIn("good-12", null));
        var theirs = cookie(signIn("good-13", null));

        problem(ask(HttpMethod.DELETE, "/v1/me/sessions/" + theirs.substring(4, 47), mine), 404, "not_found");
        problem(ask(HttpMethod.DELETE, "/v1/me/sessions/" + "0".repeat(43), mine), 404, "not_found");

        ask(HttpMethod.GET, "/v1/me", theirs).expectStatus().isOk();
    }

    @Test
    void signOutEndsTheSessionAndTakesTheCookie() {
        var cookie = cookie(signIn("good-14", null));

        var response = ask(HttpMethod.POST, "/v1/sign-out", cookie);

        response.expectStatus().isNoContent().expectBody().consumeWith(CONTRACT::check);
        response.expectHeader().value("Set-Cookie", header -> assertThat(header).contains("Max-Age=0"));
        signedOut(cookie);
        ask(HttpMethod.POST, "/v1/sign-out", null).expectStatus().isNoContent();
    }

    @Test
    void sessionThatTheBrowserCameWithEndsAtTheNextSignIn() {
        var earlier = cookie(signIn("good-15", null));

        var later = cookie(signIn("good-15", earlier));

        signedOut(earlier);
        ask(HttpMethod.GET, "/v1/me", later).expectStatus().isOk();
    }

    @Test
    void sessionIsExtendedOnlyWhenItIsTime() {
        var cookie = cookie(signIn("good-16", null));
        STORE.extendAfter("2126-01-01T00:00:00Z");
        ask(HttpMethod.GET, "/v1/me", cookie).expectStatus().isOk();
        assertThat(SESSIONS.asked().getLast().path()).endsWith("/verify");

        STORE.extendAfter("2026-01-01T00:00:00Z");
        ask(HttpMethod.GET, "/v1/me", cookie).expectStatus().isOk();

        assertThat(SESSIONS.asked().getLast().path()).endsWith("/extend");
    }

    @ParameterizedTest
    @CsvSource({
        "credential_invalid, init_data_refused",
        "credential_malformed, init_data_refused",
        "credential_expired, init_data_expired"
    })
    void whatAuthRefusesIsNoSession(String authCode, String code) {
        var created = SESSIONS.asked().size();

        problem(signIn(authCode, null), 401, code);

        assertThat(SESSIONS.asked()).hasSize(created);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "{\"init_data\":\"\"}", "{\"init_data\":5}", "[]"})
    void bodyThatDoesNotFitIsBadRequest(String body) {
        problem(send(body, origin()), 400, "bad_request");
    }

    @Test
    void tooLargeABodyIs413() {
        problem(send("{\"init_data\":\"" + "x".repeat(20_000) + "\"}", origin()), 413, "payload_too_large");
        problem(
                web.post()
                        .uri("/v1/sign-in")
                        .header(HttpHeaders.ORIGIN, origin())
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue("{}")
                        .exchange(),
                415,
                "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:1", "http://localhost", "localhost", ":"})
    void whatChangesSomethingHasToComeFromThePage(String origin) {
        var cookie = cookie(signIn("good-17", null));

        problem(send("{\"init_data\":\"good-17\"}", origin), 403, "forbidden");
        for (var call : List.of(
                "POST /v1/sign-out",
                "POST /v1/me/token",
                "DELETE /v1/me/sessions/others",
                "DELETE /v1/me/sessions/x")) {
            var space = call.indexOf(' ');
            var request = web.method(HttpMethod.valueOf(call.substring(0, space)))
                    .uri(call.substring(space + 1))
                    .header(HttpHeaders.COOKIE, "__Host-session=" + cookie);
            problem(request.exchange(), 403, "forbidden");
            problem(request.header(HttpHeaders.ORIGIN, origin).exchange(), 403, "forbidden");
        }

        ask(HttpMethod.GET, "/v1/me", cookie).expectStatus().isOk();
    }

    @Test
    void withoutACookieOrWithAStrangeOneNobodyIsSignedIn() {
        for (var path : List.of("/v1/me", "/v1/me/sessions")) {
            problem(ask(HttpMethod.GET, path, null), 401, "signed_out");
            problem(ask(HttpMethod.GET, path, "ts1_garbage"), 401, "signed_out");
        }
        problem(ask(HttpMethod.POST, "/v1/me/token", null), 401, "signed_out");
        problem(ask(HttpMethod.DELETE, "/v1/me/sessions/others", null), 401, "signed_out");
        problem(ask(HttpMethod.DELETE, "/v1/me/sessions/x", null), 401, "signed_out");
    }

    /** Sessions takes 8192 bytes and would say 413. */
    @ParameterizedTest
    @ValueSource(ints = {513, 8_200, 12_000})
    void cookieThatCannotBeATokenIsNobodysAndSessionsIsNotAsked(int length) {
        var asked = SESSIONS.asked().size();
        for (var cookie : List.of("ts1_" + "x".repeat(length - 4), "ts1_.", "ts1_" + "\u00e9".repeat(length / 2))) {
            problem(ask(HttpMethod.GET, "/v1/me", cookie), 401, "signed_out");
            problem(ask(HttpMethod.DELETE, "/v1/me/sessions/others", cookie), 401, "signed_out");
            ask(HttpMethod.POST, "/v1/sign-out", cookie)
                    .expectStatus()
                    .isNoContent()
                    .expectHeader()
                    .value("Set-Cookie", header -> assertThat(header).contains("Max-Age=0"));
        }

        assertThat(SESSIONS.asked()).hasSize(asked);
    }

    /** Auth takes 20,000 bytes and would say 413, or could not be told half a character. */
    @Test
    void initDataThatIsNotAsciiIsRefusedAndAuthIsNotAsked() {
        var asked = AUTH.asked().size();

        for (var data : List.of("\u20ac".repeat(6_655), "good-\u00e9", "good-\\ud83d", "good-\\n")) {
            problem(send("{\"init_data\":\"" + data + "\"}", origin()), 401, "init_data_refused");
        }

        assertThat(AUTH.asked()).hasSize(asked);
    }

    @Test
    void largestInitDataThatPassesFitsAuth() {
        problem(send("{\"init_data\":\"" + "\\\"".repeat(8_192) + "\"}", origin()), 401, "init_data_refused");

        assertThat(AUTH.asked().getLast().body().length()).isBetween(16_384, 20_000);
    }

    @Test
    void sessionOfAnotherIssuersUserIsNobodyHere() {
        SESSIONS.behave(asked -> asked.path().endsWith("/verify")
                ? new Answer(200, """
                        {"session_id":"%s","user_id":"partner:alice","created_at":"2026-01-01T00:00:00Z",\
                        "expires_at":"2126-01-01T00:00:00Z","idle_expires_at":"2126-01-01T00:00:00Z",\
                        "extended_at":"2026-01-01T00:00:00Z","extend_after":"2126-01-01T00:00:00Z"}""".formatted("a".repeat(43)))
                : Answer.problem(404, "not_found"));

        problem(ask(HttpMethod.GET, "/v1/me", "ts1_of-alice"), 401, "signed_out");
    }

    @Test
    void whoIsAwayIsSaidAndNobodyIsSignedOutByIt() {
        var cookie = cookie(signIn("good-18", null));

        SESSIONS.behave(_ -> Answer.problem(503, "store_unavailable"));
        for (var path : List.of("/v1/me", "/v1/me/sessions")) {
            problem(ask(HttpMethod.GET, path, cookie), 503, "sessions_unavailable");
        }
        problem(signIn("good-18", null), 503, "sessions_unavailable");
        problem(ask(HttpMethod.POST, "/v1/sign-out", cookie), 503, "sessions_unavailable");
        problem(ask(HttpMethod.DELETE, "/v1/me/sessions/others", cookie), 503, "sessions_unavailable");
        problem(ask(HttpMethod.DELETE, "/v1/me/sessions/x", cookie), 503, "sessions_unavailable");
        SESSIONS.behave(STORE);
        AUTH.behave(_ -> Answer.problem(503, "keys_unavailable"));
        problem(signIn("good-18", null), 503, "auth_unavailable");

        ask(HttpMethod.GET, "/v1/me", cookie).expectStatus().isOk();
    }

    @Test
    void pageMayLoadItsOwnFilesAndTelegramsScriptAlone() {
        var response = web.get().uri("/").exchange();

        response.expectStatus()
                .isOk()
                .expectHeader()
                .value(
                        "Content-Security-Policy",
                        policy -> assertThat(policy)
                                .contains("default-src 'none'")
                                .contains("script-src 'self' https://telegram.org/js/telegram-web-app.js")
                                .contains("frame-ancestors 'self' https://web.telegram.org")
                                .doesNotContain("unsafe"));
        response.expectBody(String.class)
                .value(html ->
                        assertThat(html).contains("data-sign-in=\"telegram\"").doesNotContain("{{"));
        for (var file : List.of("/app.js", "/texts.js", "/app.css", "/icon.svg")) {
            web.get().uri(file).exchange().expectStatus().isOk();
        }
        web.head().uri("/").exchange().expectStatus().isOk().expectBody().isEmpty();
    }

    @Test
    void developmentSignInIsNotThere() {
        web.post()
                .uri("/development/init-data")
                .header(HttpHeaders.ORIGIN, origin())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("id", "7"))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void healthIsPublic() {
        web.get().uri("/health").exchange().expectStatus().isOk().expectBody().consumeWith(CONTRACT::check);
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void deadServicesAre503() {
        var cookie = cookie(signIn("good-19", null));
        SESSIONS.die();
        problem(ask(HttpMethod.GET, "/v1/me", cookie), 503, "sessions_unavailable");
        SESSIONS.comeBack();
        AUTH.die();
        problem(signIn("good-19", null), 503, "auth_unavailable");
        AUTH.comeBack();

        ask(HttpMethod.GET, "/v1/me", cookie).expectStatus().isOk();
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void whatTheGameAsksAndTheStandInsAnswerIsTheContract() {
        AUTH.checkAgainst(Contract.of(Path.of("../../services/auth/openapi.yaml")));
        SESSIONS.checkAgainst(Contract.of(Path.of("../../services/sessions/openapi.yaml")));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void everyDocumentedAnswerWasSeen() {
        assertThat(CONTRACT.seen()).isEqualTo(CONTRACT.documented());
    }
}
