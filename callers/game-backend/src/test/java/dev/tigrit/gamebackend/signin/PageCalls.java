package dev.tigrit.gamebackend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.testkit.Contract;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page asks of a running Game, each answer held against the contract. */
abstract class PageCalls {

    static final Contract CONTRACT = Contract.of(Path.of("openapi-public.yaml"));

    @Autowired
    WebTestClient web;

    @LocalServerPort
    private int port;

    String origin() {
        return "http://localhost:" + port;
    }

    ResponseSpec signIn(String credential, @Nullable String cookie) {
        return signIn(credential, cookie, "a browser");
    }

    ResponseSpec signIn(String credential, @Nullable String cookie, String userAgent) {
        return web.post()
                .uri("/v1/sign-in")
                .headers(headers -> page(headers, cookie))
                .header(HttpHeaders.USER_AGENT, userAgent)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("init_data", credential))
                .exchange();
    }

    ResponseSpec send(String body, String origin) {
        return web.post()
                .uri("/v1/sign-in")
                .header(HttpHeaders.ORIGIN, origin)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    ResponseSpec ask(HttpMethod method, String path, @Nullable String cookie) {
        return web.method(method)
                .uri(path)
                .headers(headers -> page(headers, cookie))
                .exchange();
    }

    void page(HttpHeaders headers, @Nullable String cookie) {
        headers.set(HttpHeaders.ORIGIN, origin());
        if (cookie != null) {
            headers.set(HttpHeaders.COOKIE, "__Host-session=" + cookie);
        }
    }

    void signedOut(String cookie) {
        problem(ask(HttpMethod.GET, "/v1/me", cookie), 401, "signed_out");
    }

    static String cookie(ResponseSpec response) {
        var cookie = response.expectStatus()
                .isOk()
                .returnResult(Void.class)
                .getResponseCookies()
                .getFirst("__Host-session");
        assertThat(cookie).isNotNull();
        return cookie == null ? "" : cookie.getValue();
    }

    static JsonNode json(ResponseSpec response) {
        var body = response.expectBody()
                .consumeWith(CONTRACT::check)
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(body);
    }

    static void problem(ResponseSpec response, int status, String code) {
        var result = response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .jsonPath("$.code")
                .isEqualTo(code)
                .returnResult();
        assertThat(result.getResponseHeaders().containsHeader("WWW-Authenticate"))
                .isEqualTo(status == 401);
        assertThat(result.getResponseHeaders().containsHeader("Retry-After")).isEqualTo(status == 503);
    }
}
