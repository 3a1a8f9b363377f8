package dev.tigrit.secrets.caller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.secrets.BundleText;
import dev.tigrit.secrets.RunningService;
import dev.tigrit.testkit.ClusterStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A value that must be nowhere but in the answer to its reader, whatever is sent and however much is logged. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryIT {

    private static final String CANARY = "canaryvalue0canaryvalue1canaryvalue2";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");

    @TempDir
    Path folder;

    private final LoggingSystem logging = LoggingSystem.get(CanaryIT.class.getClassLoader());
    private final List<String> answers = new ArrayList<>();

    @AfterEach
    void quiet() {
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
    }

    @Test
    void valuesAndTokensAreInNoLogMetricOrProblem(CapturedOutput output) {
        ClusterStandIn.mount(folder.resolve("trust"), CLUSTER);
        var torn = new HashMap<>(BundleText.files(1, Map.of("MOUNTED", CANARY)));
        torn.replaceAll(
                (name, text) -> name.startsWith("shard") ? text.replace("\"version\":1", "\"version\":2") : text);
        ClusterStandIn.mount(folder.resolve("bundle"), torn);
        try (var service = RunningService.inBundleMode(folder);
                var http = HttpClient.newHttpClient()) {
            logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.TRACE);
            await().atMost(PATIENCE).until(() -> output.getAll().contains("has another digest"));
            BundleText.mount(folder.resolve("bundle"), 2, Map.of("MOUNTED", CANARY));
            await().atMost(PATIENCE).until(() -> output.getAll().contains("bundle mounted"));

            pushAll(service, http);
            readAll(service, http);
            answers.add(send(http, HttpRequest.newBuilder(URI.create(service.managementUrl("/metrics"))), ""));
            quiet();

            assertThat(answers).last().asString().contains("secrets_revision 9.0");
            assertThat(answers).noneMatch(text -> text.contains("canary"));
            // TRACE did say something, and of these calls.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(output.getAll()).contains("\"TRACE\"", "/admin/v1/bundle"));
            assertThat(output.getAll()
                            .lines()
                            .filter(line -> line.contains("canary")
                                    || line.contains(base64(CANARY).substring(4, 20))
                                    || line.contains("eyJhbGciOi")))
                    .isEmpty();
        }
    }

    private void pushAll(RunningService service, HttpClient http) {
        var good = BundleText.of(9, Map.of("PUSHED", CANARY, "OTHER", CANARY + "x"));
        for (var body : List.of(
                good,
                good.replace("\"revision\":9", "\"revision\":8"),
                good.replace("\"version\":1", "\"version\":2"),
                good.replace("\"format\":1", "\"format\":2"),
                good.replace("\"utf8\"", "\"base64\""),
                good.replace("\"utf8\"", "\"" + CANARY + "\""),
                good.replace("\"PUSHED\"", "\"" + CANARY + "\""),
                good.replace("tigrit/game", CANARY),
                good.replace("2026-11-25T10:00:00Z", CANARY),
                good.replace("\"claim\"", "\"" + CANARY + "\":1,\"" + CANARY + "\""),
                good.replace("\"" + CANARY + "\"", CANARY),
                good.replace("\"" + CANARY + "\"", "\"" + CANARY),
                good.replace(CANARY, CANARY + "\\ud800"),
                good.replace(CANARY, CANARY + "\u0000"),
                good.substring(0, good.indexOf(CANARY) + CANARY.length()),
                "\"" + CANARY + "\"",
                CANARY)) {
            var request = HttpRequest.newBuilder(URI.create(service.adminUrl("/admin/v1/bundle")))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(body));
            answers.add(send(http, request, operator()));
        }
    }

    private void readAll(RunningService service, HttpClient http) {
        var reader = CLUSTER.token(BundleText.READER, RunningService.AUDIENCE, Instant.now());
        var stranger = CLUSTER.token("tigrit/bot", RunningService.AUDIENCE, Instant.now());
        var pushed = URI.create(service.url("/v1/secrets/PUSHED"));
        assertThat(send(http, HttpRequest.newBuilder(pushed), reader)).contains(CANARY);
        answers.add(send(http, HttpRequest.newBuilder(pushed), stranger));
        answers.add(send(http, HttpRequest.newBuilder(URI.create(service.url("/v1/secrets"))), reader));
        answers.add(send(http, HttpRequest.newBuilder(URI.create(service.adminUrl("/admin/v1/bundle"))), operator()));
    }

    private static String operator() {
        return CLUSTER.token(RunningService.OPERATOR, RunningService.ADMIN_AUDIENCE, Instant.now());
    }

    private static String send(HttpClient http, HttpRequest.Builder request, String token) {
        try {
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return http.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
