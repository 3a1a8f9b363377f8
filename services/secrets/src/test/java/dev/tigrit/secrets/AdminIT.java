package dev.tigrit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.testkit.ClusterStandIn;
import dev.tigrit.testkit.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The admin port over real HTTP, judged by openapi.yaml. */
class AdminIT {

    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));
    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");

    @TempDir
    Path folder;

    private RunningService service;

    @BeforeEach
    void start() {
        ClusterStandIn.mount(folder.resolve("trust"), CLUSTER);
        service = RunningService.inBundleMode(folder);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void newerBundleIsServedAsAWhole() throws IOException {
        assertThat(text(check(report(), 200))).isEqualTo("{\"formats\":[1],\"revision\":0,\"keys\":[]}");

        var pushed = Files.readString(Path.of("src/test/resources/bundle/pushed.json"));
        var ack = text(check(push(pushed), 200));

        assertThat(ack).startsWith("{\"revision\":42,\"digest\":\"4f0458131c7d");
        assertThat(text(check(push(pushed), 200))).isEqualTo(ack);
        assertThat(text(check(report(), 200))).contains("\"revision\":42", "{\"key\":\"BINARY\",\"version\":1,");
        var read = read("SESSION_SIGNING_KEY", "tigrit/tigrit-sessions");
        assertThat(read.getStatus().value()).isEqualTo(200);
        assertThat(text(read)).contains("signing-key-\u00e9-of-32-bytes-or-more\\\"\\n");
    }

    private WebTestClient.RequestHeadersSpec<?> report() {
        return as(RunningService.OPERATOR, HttpMethod.GET);
    }

    private WebTestClient.RequestHeadersSpec<?> push(String body) {
        return as(RunningService.OPERATOR, HttpMethod.PUT)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.getBytes(UTF_8));
    }

    private WebTestClient.RequestBodySpec as(String account, HttpMethod method) {
        return client().method(method)
                .uri(service.adminUrl("/admin/v1/bundle"))
                .headers(headers ->
                        headers.setBearerAuth(CLUSTER.token(account, RunningService.ADMIN_AUDIENCE, Instant.now())));
    }

    private EntityExchangeResult<byte[]> read(String key, String account) {
        return client().get()
                .uri(service.url("/v1/secrets/" + key))
                .headers(headers ->
                        headers.setBearerAuth(CLUSTER.token(account, RunningService.AUDIENCE, Instant.now())))
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static WebTestClient client() {
        return WebTestClient.bindToServer()
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static EntityExchangeResult<byte[]> check(WebTestClient.RequestHeadersSpec<?> request, int status) {
        var result =
                request.exchange().expectStatus().isEqualTo(status).expectBody().returnResult();
        CONTRACT.check(result);
        return result;
    }

    private static String text(EntityExchangeResult<byte[]> result) {
        return new String(Objects.requireNonNull(result.getResponseBody()), UTF_8);
    }
}
