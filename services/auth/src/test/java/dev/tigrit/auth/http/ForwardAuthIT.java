package dev.tigrit.auth.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.jwt.TestTokens;
import dev.tigrit.auth.telegram.TestInitData;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.gateway.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "TELEGRAM_BOT_TOKEN=" + ForwardAuthIT.BOT_TOKEN,
            "JWT_SECRET=" + ForwardAuthIT.SECRET
        })
@AutoConfigureWebTestClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForwardAuthIT {

    static final String BOT_TOKEN = "4200000042:a-token-that-no-bot-has-ever-had-at-all";
    static final String SECRET = "a secret of more than thirty-two bytes";

    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));
    private static final List<HttpMethod> DOCUMENTED =
            List.of(HttpMethod.GET, HttpMethod.PUT, HttpMethod.POST, HttpMethod.DELETE, HttpMethod.PATCH);

    @Autowired
    private WebTestClient web;

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Test
    void goodCredentialPassesByEveryMethodOnBothPaths() {
        for (var method : DOCUMENTED) {
            for (var path : List.of("/v1/forward-auth", "/v1/forward-auth/shop")) {
                web.method(method)
                        .uri(path)
                        .header(HttpHeaders.AUTHORIZATION, "tma " + initData(279058397))
                        .header("X-User-Id", "1")
                        .header("X-Auth-Method", "jwt")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .valueEquals("X-User-Id", "279058397")
                        .expectHeader()
                        .valueEquals("X-Auth-Method", "telegram_init_data")
                        .expectHeader()
                        .valueEquals("X-Auth-Bot", "4200000042")
                        .expectHeader()
                        .valueEquals("X-Auth-Issuer", "")
                        .expectHeader()
                        .valueEquals("Cache-Control", "no-store")
                        .expectHeader()
                        .contentLength(0)
                        .expectBody()
                        .consumeWith(CONTRACT::check);
            }
        }
    }

    @Test
    void badCredentialIsKeptOutByEveryMethodOnBothPaths() {
        for (var method : DOCUMENTED) {
            for (var path : List.of("/v1/forward-auth", "/v1/forward-auth/shop")) {
                keptOut(web.method(method).uri(path).header(HttpHeaders.AUTHORIZATION, "Bearer " + jwt("42") + "0"));
            }
        }
    }

    @Test
    void jwtPassesWithItsIssuer() {
        get().header(HttpHeaders.AUTHORIZATION, "Bearer " + jwt("42"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("X-User-Id", "42")
                .expectHeader()
                .valueEquals("X-Auth-Method", "jwt")
                .expectHeader()
                .valueEquals("X-Auth-Issuer", "jwt-secret")
                .expectHeader()
                .valueEquals("X-Auth-Bot", "");
    }

    @Test
    void initDataMayStandInAHeaderOfItsOwn() {
        var initData = initData(7);

        passes(get().header("X-Telegram-Init-Data", initData));
        passes(get().header("X-Telegram-Init-Data", initData).header(HttpHeaders.AUTHORIZATION, "tma " + initData));
        passes(get().header("X-Telegram-Init-Data", initData).header(HttpHeaders.AUTHORIZATION, "Basic Zm9vOmJhcg=="));
    }

    @Test
    void severalCredentialsAreNone() {
        var initData = initData(7);

        keptOut(get().header("X-Telegram-Init-Data", initData).header(HttpHeaders.AUTHORIZATION, "tma " + initData(8)));
        keptOut(get().header("X-Telegram-Init-Data", initData).header(HttpHeaders.AUTHORIZATION, "Bearer " + jwt("7")));
        keptOut(get().header("X-Telegram-Init-Data", initData, initData));
        keptOut(get().header(HttpHeaders.AUTHORIZATION, "tma " + initData, "tma " + initData));
        keptOut(get());
        keptOut(get().header("X-Telegram-Init-Data", ""));
        keptOut(get().header(HttpHeaders.AUTHORIZATION, "Basic Zm9vOmJhcg=="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/forward-auth/",
                "GET /v1/forward-auth?x=1",
                "GET /v1/forward-auth/?",
                "GET /v1/forward-auth;a=b",
                "GET /v1/forward-auth/;a=b/c;d",
                "GET /v1/forward-auth//a//b/",
                "GET /v1/forward-auth/%2e%2e/x",
                "GET /v1/forward-auth/../verify",
                "GET /v1/forward-auth/%2F%5C%00%0d%0a",
                "GET /v1/forward-auth/%zz",
                "GET /v1/forward-auth/%",
                "GET /v1/forward-auth/%ff%fe",
                "GET /v1/forward-auth/a{b}|c^d`e<f>\"g\"\\h[i]",
                "GET /v1/forward-auth/search?q={x}|y&z[]=%zz#part",
                "GET /v1/forward-auth/\u00e9",
                "GET http://shop.example/v1/forward-auth/cart?x={y}",
                "GET http://shop.example/v1/forward-auth",
                "HEAD /v1/forward-auth",
                "OPTIONS /v1/forward-auth/x",
                "TRACE /v1/forward-auth",
                "PROPFIND /v1/forward-auth/x",
                "BREW /v1/forward-auth",
            })
    void anyMethodAndSubPathIsAnswered(String line) throws IOException {
        try (var http = new RawHttp(port)) {
            http.send(line + " HTTP/1.1\r\nHost: a\r\nX-Telegram-Init-Data: " + initData(7) + "\r\n\r\n");
            var good = http.receive();
            http.send(line + " HTTP/1.1\r\nHost: a\r\nX-Telegram-Init-Data: x=y\r\nConnection: close\r\n\r\n");
            var bad = http.receive();

            assertThat(good.status()).isEqualTo(200);
            assertThat(good.header("X-User-Id")).containsExactly("7");
            assertThat(bad.status()).isEqualTo(401);
            assertThat(bad.header("WWW-Authenticate")).isNotEmpty();
            assertThat(bad.header("X-User-Id")).isEmpty();
        }
    }

    @Test
    void preflightOfABrowserIsNoSpecialCase() {
        var preflight = web.options()
                .uri("/v1/forward-auth/cart")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "PUT");

        passes(preflight.header("X-Telegram-Init-Data", initData(7)));
    }

    @Test
    void bodyIsNotReadAndTheConnectionGoesOn() throws IOException {
        var credential = "Host: a\r\nX-Telegram-Init-Data: " + initData(7) + "\r\n";
        var megabyte = "x".repeat(1 << 20);
        try (var http = new RawHttp(port)) {
            for (var round = 0; round < 2; round++) {
                http.send("POST /v1/forward-auth/a HTTP/1.1\r\n" + credential + "Content-Length: " + (1 << 20)
                        + "\r\n\r\n" + megabyte);
                assertThat(http.receive().status()).isEqualTo(200);
                http.send("PUT /v1/forward-auth/b HTTP/1.1\r\n" + credential
                        + "Transfer-Encoding: chunked\r\n\r\n100000\r\n" + megabyte + "\r\n0\r\n\r\n");
                assertThat(http.receive().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void bodyThatNeverComesIsNotWaitedFor() throws IOException {
        for (var framing : List.of(
                "Content-Length: 1000000", "Transfer-Encoding: chunked", "Content-Length: 5\r\nExpect: 100-continue")) {
            try (var http = new RawHttp(port)) {
                http.send("POST /v1/forward-auth HTTP/1.1\r\nHost: a\r\nX-Telegram-Init-Data: " + initData(7) + "\r\n"
                        + framing + "\r\n\r\n");

                assertThat(http.receive().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void neighboursOfThePathAreNotCovered() {
        for (var path : List.of("/v1/forward-authx", "/v1/forward-aut", "/v2/forward-auth", "/forward-auth")) {
            web.get().uri(path).exchange().expectStatus().isNotFound();
        }
    }

    @Test
    void metricsHaveOneSeriesWhateverThePath() {
        passes(web.get()
                .uri("/v1/forward-auth/{any}", "a-path-of-its-own")
                .header("X-Telegram-Init-Data", initData(7)));

        var metrics = WebTestClient.bindToServer()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 << 20))
                .baseUrl("http://localhost:" + managementPort)
                .build()
                .get()
                .uri("/metrics")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(metrics).contains("uri=\"/v1/forward-auth\"").doesNotContain("a-path-of-its-own");
    }

    /** 403 is seen in ForwardAuthMethodsIT, 503 in KeysFromSecretsIT. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyOtherDocumentedAnswerWasSeen() {
        assertThat(CONTRACT.documented())
                .filteredOn(answer -> answer.contains(" /v1/forward-auth"))
                .filteredOn(answer -> !answer.endsWith(" 403") && !answer.endsWith(" 503"))
                .isSubsetOf(CONTRACT.seen());
    }

    private WebTestClient.RequestHeadersSpec<?> get() {
        return web.get().uri("/v1/forward-auth");
    }

    private static void passes(WebTestClient.RequestHeadersSpec<?> request) {
        request.exchange().expectStatus().isOk().expectHeader().valueEquals("X-User-Id", "7");
    }

    private static void keptOut(WebTestClient.RequestHeadersSpec<?> request) {
        request.exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .exists("WWW-Authenticate")
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectHeader()
                .doesNotExist("X-User-Id")
                .expectBody()
                .consumeWith(CONTRACT::check);
    }

    private static String initData(long user) {
        return TestInitData.of(BOT_TOKEN, user, Instant.now().getEpochSecond());
    }

    static String jwt(String subject) {
        var exp = Instant.now().getEpochSecond() + 600;
        return TestTokens.hs256(
                SECRET,
                "{\"alg\":\"HS256\"}",
                "{\"sub\":\"" + subject + "\",\"iat\":" + (exp - 600) + ",\"exp\":" + exp + "}");
    }
}
