package dev.tigrit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.testkit.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Start-up and the management port. */
@ExtendWith(OutputCaptureExtension.class)
class ReadinessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void serviceWithoutItsFolderRunsAndIsReadyOnceItAppears() throws IOException {
        var later = folder.resolve("later");
        try (var service = RunningService.on(later)) {
            assertThat(get(service.managementUrl("/livez")).getStatus().value()).isEqualTo(200);
            assertThat(get(service.managementUrl("/readyz")).getStatus().value())
                    .isEqualTo(503);
            assertThat(get(service.url("/health")).getStatus().value()).isEqualTo(200);
            var list = get(service.url("/v1/secrets"));
            assertThat(list.getStatus().value()).isEqualTo(503);
            Contract.of(Path.of("openapi.yaml")).check(list);

            Files.createDirectory(later);

            await().atMost(PATIENCE)
                    .until(() ->
                            get(service.managementUrl("/readyz")).getStatus().value() == 200);
            assertThat(get(service.url("/v1/secrets")).getStatus().value()).isEqualTo(200);
        }
    }

    @Test
    void metricsCountReadsByDecisionOnTheManagementPort() {
        try (var service = RunningService.on(folder)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            get(service.managementUrl("/readyz")).getStatus().value() == 200);
            get(service.url("/v1/secrets/UNKNOWN"));

            var metrics = text(get(service.managementUrl("/metrics")));

            assertThat(metrics)
                    .contains("secrets_reads_total{decision=\"unknown\"} 1.0")
                    .containsPattern("tigrit_build_info\\{commit=\"\\w+\",version=\"[^\"]+\"} 1");
            assertThat(get(service.url("/metrics")).getStatus().value()).isEqualTo(404);
        }
    }

    @Test
    void auditLineOfTheRunningServiceSaysWhoReadWhat(CapturedOutput output) throws IOException {
        Files.writeString(folder.resolve("SESSION_SIGNING_KEY"), "the-value");
        try (var service = RunningService.on(folder)) {
            await().atMost(PATIENCE)
                    .until(() -> get(service.url("/v1/secrets/SESSION_SIGNING_KEY"))
                                    .getStatus()
                                    .value()
                            == 200);

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(output.getOut().lines().filter(line -> line.contains("\"granted\"")))
                                    .singleElement()
                                    .asString()
                                    .contains("\"audit\"", "\"internal\"", "\"SESSION_SIGNING_KEY\"", "\"version\":"));
            assertThat(output.getAll()).doesNotContain("the-value", RunningService.INTERNAL_API_SECRET);
        }
    }

    /** A read is answered on the connection, one with a query and a list by WebFlux. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/secrets/NO_SUCH_KEY", "/v1/secrets/NO_SUCH_KEY?a=b", "/v1/secrets"})
    void auditLineHasTheTraceOfTheCaller(String path, CapturedOutput output) {
        try (var service = RunningService.on(folder)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            get(service.managementUrl("/readyz")).getStatus().value() == 200);

            var _ = WebTestClient.bindToServer()
                    .baseUrl(service.url(path))
                    .build()
                    .get()
                    .header("Authorization", "Bearer " + RunningService.INTERNAL_API_SECRET)
                    .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .header("X-Request-Id", "request-7")
                    .exchange()
                    .returnResult(String.class);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    output.getOut().lines().filter(line -> line.contains("\"log.logger\":\"audit\"")))
                            .singleElement()
                            .asString()
                            .contains(
                                    "\"trace.id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"",
                                    "\"http.request.id\":\"request-7\""));
        }
    }

    @Test
    void docsAreOnTheManagementPortOnlyWhenSwitchedOn() {
        try (var service = RunningService.on(folder, "tigrit.docs=true")) {
            assertThat(text(get(service.managementUrl("/docs/index.html")))).contains("documents.js");
            assertThat(text(get(service.managementUrl("/docs/documents.js")))).contains("openapi.yaml");
            assertThat(text(get(service.managementUrl("/docs/openapi.yaml")))).startsWith("openapi: 3.1");
            assertThat(get(service.managementUrl("/docs/ui/swagger-ui.css"))
                            .getStatus()
                            .value())
                    .isEqualTo(200);
            for (var path : new String[] {"/docs/index.html", "/docs/openapi.yaml", "/livez", "/readyz"}) {
                assertThat(get(service.url(path)).getStatus().value()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void docsAreOffByDefault() {
        try (var service = RunningService.on(folder)) {
            assertThat(get(service.managementUrl("/docs/index.html"))
                            .getStatus()
                            .value())
                    .isEqualTo(404);
        }
    }

    @Test
    void wrongValueStopsStartUpAndNamesTheKey() {
        assertThatThrownBy(() -> RunningService.on(folder, "INTERNAL_API_SECRET=short"))
                .hasRootCauseMessage("INTERNAL_API_SECRET has 5 bytes; it needs at least 32");
        assertThatThrownBy(() -> RunningService.on(folder, "secrets.directory="))
                .rootCause()
                .hasMessageStartingWith("exactly one of secrets.directory ");
        assertThatThrownBy(() -> RunningService.on(folder, "secrets.readers.lower=internal"))
                .rootCause()
                .hasMessageStartingWith("secrets.readers.lower");
    }

    private static EntityExchangeResult<byte[]> get(String url) {
        return WebTestClient.bindToServer()
                .build()
                .get()
                .uri(url)
                .header("Authorization", "Bearer " + RunningService.INTERNAL_API_SECRET)
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static String text(EntityExchangeResult<byte[]> result) {
        return new String(Objects.requireNonNull(result.getResponseBody()), UTF_8);
    }
}
