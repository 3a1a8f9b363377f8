package dev.tigrit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.HeldRequests;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Each exchange with the real server, judged by openapi.yaml. The callers' key comes from the folder itself. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "secrets.poll-interval=100ms",
            "secrets.readers.SESSION_SIGNING_KEY=internal,default/sessions",
            "secrets.readers.INTERNAL_API_SECRET=internal",
            "secrets.readers.BINARY=internal",
            "secrets.readers.TELEGRAM_BOT_TOKEN=default/auth",
        })
@AutoConfigureWebTestClient
class ContractIT {

    private static final String SECRET = "internal-secret-of-more-than-32-bytes";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    @TempDir
    static Path folder;

    @Autowired
    WebTestClient web;

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry registry) {
        registry.add("secrets.directory", () -> folder.resolve("secrets").toString());
    }

    @Test
    void everyDocumentedAnswerIsGivenAndNoOther() throws IOException {
        beforeTheFolderIsThere();
        Files.createDirectory(folder.resolve("secrets"));
        write("SESSION_SIGNING_KEY", "signing-key-é\n");
        write("SESSION_SIGNING_KEY.previous.5", "earlier signing key\n");
        write("SESSION_SIGNING_KEY.meta.json", "{\"version\": 7, \"not_after\": \"2999-01-01T00:00:00Z\"}");
        write("BINARY", "\n");
        write("BINARY.meta.json", "{\"encoding\": \"base64\"}");
        write("TELEGRAM_BOT_TOKEN", "token");
        write("INTERNAL_API_SECRET", SECRET + "\n");
        await().atMost(PATIENCE).until(() -> status("/v1/secrets") == 200);

        reads();
        conditionalReads();
        refusals();
        list();
        events();
        streamsOfOneCaller();
        health();

        // Callers are known from the folder here, so a call before its first load is a 401: not_yet of the list is
        // proved by ReadinessIT, where the key comes from the environment.
        var unseen = CONTRACT.documented();
        unseen.removeAll(CONTRACT.seen());
        // Of the other port: AdminIT.
        unseen.removeIf(operation -> operation.contains("/admin/"));
        // A caller whose token is newer than the trust document: AdminIT, too; there are no tokens here.
        assertThat(unseen).containsExactlyInAnyOrder("get /v1/secrets 503", "get /v1/events 503");
    }

    private void beforeTheFolderIsThere() {
        check(get("/v1/secrets"), 401);
        check(get("/v1/secrets/SESSION_SIGNING_KEY"), 401);
    }

    private void reads() {
        var result = check(get("/v1/secrets/SESSION_SIGNING_KEY"), 200);
        assertThat(result.getResponseHeaders().getETag()).matches("\"[0-9a-f]{32}\"");
        assertThat(result.getResponseHeaders().getCacheControl()).isEqualTo("no-store");
        assertThat(result.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(Long.parseLong(header(result, "X-Bundle-Revision"))).isPositive();
        assertThat(text(result))
                .contains("\"value\":\"signing-key-é\"", "\"version\":7")
                .contains("[{\"value\":\"earlier signing key\",\"version\":5,\"not_after\":\"2999-01-01T00:00:00Z\"}]");
        assertThat(text(check(get("/v1/secrets/BINARY"), 200))).contains("\"encoding\":\"base64\",\"value\":\"Cg==\"");
    }

    private void conditionalReads() {
        var path = "/v1/secrets/SESSION_SIGNING_KEY";
        var full = check(get(path), 200);
        var etag = header(full, HttpHeaders.ETAG);
        var revision = header(full, "X-Bundle-Revision");
        var same = check(get(path).header("If-None-Match", "\"other\"", "W/" + etag), 304);
        assertThat(same.getResponseBody()).isNull();
        assertThat(header(same, HttpHeaders.ETAG)).isEqualTo(etag);
        assertThat(header(same, "X-Bundle-Revision")).isEqualTo(revision);
        check(get(path).header("If-None-Match", "*"), 304);
        check(get(path).header("If-None-Match", "garbage"), 200);
        check(get(path).header("X-Min-Bundle-Revision", revision), 200);
        var behind = check(get(path).header("X-Min-Bundle-Revision", "999999999999999999"), 503);
        assertThat(header(behind, "Retry-After")).isEqualTo("1");
        assertThat(text(behind)).contains("\"code\":\"not_yet\"");
        assertThat(text(check(get(path).header("X-Min-Bundle-Revision", "soon"), 400)))
                .contains("\"code\":\"bad_request\"");
        check(get(path).header("X-Min-Bundle-Revision", "1", "2"), 400);
    }

    private void refusals() {
        var unknown = check(get("/v1/secrets/UNKNOWN"), 404);
        for (var key : new String[] {"TELEGRAM_BOT_TOKEN", "INTERNAL_API_SECRET", "lower", "A".repeat(129)}) {
            var refused = check(get("/v1/secrets/" + key), 404);
            assertThat(text(refused)).isEqualTo(text(unknown));
            assertThat(refused.getResponseHeaders().headerNames())
                    .isEqualTo(unknown.getResponseHeaders().headerNames());
        }
        var nobody = check(web.get().uri("/v1/secrets/SESSION_SIGNING_KEY"), 401);
        assertThat(header(nobody, HttpHeaders.WWW_AUTHENTICATE)).isEqualTo("Bearer");
        var stranger = check(
                web.get().uri("/v1/secrets/SESSION_SIGNING_KEY").header(HttpHeaders.AUTHORIZATION, "Bearer " + "x"),
                401);
        assertThat(header(stranger, HttpHeaders.WWW_AUTHENTICATE)).isEqualTo("Bearer error=\"invalid_token\"");
        check(web.get().uri("/v1/events"), 401);
    }

    private void list() {
        var result = check(get("/v1/secrets"), 200);
        assertThat(text(result))
                .contains("{\"key\":\"SESSION_SIGNING_KEY\",\"version\":7}", "BINARY")
                .doesNotContain("INTERNAL_API_SECRET", "TELEGRAM_BOT_TOKEN", "value");
        assertThat(Long.parseLong(header(result, "X-Bundle-Revision"))).isPositive();
    }

    private void events() {
        // A stream never ends by itself: the client reads some of it, and its status and media type are judged.
        var some = web.mutate()
                .filter((request, next) -> next.exchange(request)
                        .map(response ->
                                response.mutate().body(body -> body.take(4)).build()))
                .build()
                .get()
                .uri("/v1/events")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + SECRET);
        assertThat(text(check(some, 200))).contains("{\"key\":\"BINARY\"");
    }

    private void streamsOfOneCaller() throws IOException {
        var server = URI.create("http://localhost:" + port);
        var request = "GET /v1/events HTTP/1.1\r\nAuthorization: Bearer " + SECRET + "\r\n";
        // More than the limit of 64: a question below may have taken a place before the last of them was opened.
        try (var _ = HeldRequests.send(server, request, 80)) {
            await().atMost(PATIENCE)
                    .until(() -> HeldRequests.status(server, request).endsWith(" 429"));

            assertThat(header(check(get("/v1/events"), 429), "Retry-After")).isNotEmpty();
        }
    }

    private void health() {
        assertThat(text(check(web.get().uri("/health"), 200))).isEqualTo("{\"status\":\"up\"}");
    }

    private WebTestClient.RequestHeadersSpec<?> get(String path) {
        return web.get().uri(path).header(HttpHeaders.AUTHORIZATION, "Bearer " + SECRET);
    }

    private static EntityExchangeResult<byte[]> check(WebTestClient.RequestHeadersSpec<?> request, int status) {
        var result =
                request.exchange().expectStatus().isEqualTo(status).expectBody().returnResult();
        CONTRACT.check(result);
        return result;
    }

    private int status(String path) {
        return get(path).exchange().expectBody().returnResult().getStatus().value();
    }

    private static String header(EntityExchangeResult<byte[]> result, String name) {
        return Objects.requireNonNull(result.getResponseHeaders().getFirst(name), name);
    }

    private static String text(EntityExchangeResult<byte[]> result) {
        return new String(Objects.requireNonNull(result.getResponseBody()), UTF_8);
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("secrets").resolve(name), text);
    }
}
