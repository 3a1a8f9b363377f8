package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody reads standard output: each request without a credential leaves a line that goes nowhere. */
class StalledOutputIT {

    /** More than the pipe and the queue take. */
    private static final int REQUESTS = 12_000;

    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern DROPPED = Pattern.compile("(?m)^log_dropped_total(?:\\{.*})? ([0-9.E]+)$");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        Service.AUTH + ", /v1/verify, 'tma forged', ''",
        Service.SESSIONS + ", /v1/sessions/verify, '', '{\"token\":\"ts1_forged\"}'",
        Service.SECRETS + ", /v1/secrets/NOBODYS, '', ''"
    })
    void othersAreServedAndWhatDoesNotFitIsCounted(String name, String path, String authorization, String body)
            throws Exception {
        try (var output = Fifo.in(folder);
                var service = PackagedService.start(name, Map.of(), output::under);
                var probe = new Visitor(service.managementPort(), "/livez", 200);
                var visitor = new Visitor(service.port(), "/health", 200)) {
            var request = request(service, path, authorization, body);

            send(request, REQUESTS);

            probe.awaitVisits(3);
            visitor.awaitVisits(3);
            assertThat(probe.end().share()).isEqualTo(1);
            assertThat(visitor.end().share()).isEqualTo(1);
            assertThat(dropped(service)).isPositive();

            output.drain();
            await().atMost(PATIENCE).untilAsserted(() -> {
                var before = dropped(service);
                send(request, 1);
                assertThat(dropped(service)).isEqualTo(before);
            });
            var read = output.lines().size();
            send(request, 1);
            await().atMost(PATIENCE).until(() -> output.lines().size() > read);
            assertThat(output.lines())
                    .last()
                    .asString()
                    .startsWith("{\"@timestamp\":")
                    .contains("\"audit\"");
            service.assertAsBefore();
        }
    }

    @Test
    void processEndsWhileNobodyReads() throws Exception {
        try (var output = Fifo.in(folder);
                var service = PackagedService.start(Service.SECRETS, Map.of(), output::under)) {
            send(request(service, "/v1/secrets/NOBODYS", "", ""), 1_000);

            http.close();
            service.process().terminate();

            assertThat(service.process().onExit().get(20, TimeUnit.SECONDS).isAlive())
                    .isFalse();
        }
    }

    private void send(HttpRequest request, int times) throws InterruptedException {
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            Callable<Integer> call =
                    () -> http.send(request, BodyHandlers.discarding()).statusCode();
            var calls = clients.invokeAll(Collections.nCopies(times, call), PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(calls).as("all requests are answered").allMatch(done -> done.state() == Future.State.SUCCESS);
        }
    }

    private double dropped(PackagedService service) throws IOException, InterruptedException {
        var metrics = URI.create("http://localhost:" + service.managementPort() + "/metrics");
        var answer = http.send(HttpRequest.newBuilder(metrics).timeout(PATIENCE).build(), BodyHandlers.ofString());
        var dropped = DROPPED.matcher(answer.body());
        assertThat(dropped.find()).isTrue();
        return Double.parseDouble(dropped.group(1));
    }

    private static HttpRequest request(PackagedService service, String path, String authorization, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                .timeout(Duration.ofSeconds(30));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization).POST(HttpRequest.BodyPublishers.noBody());
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return request.build();
    }
}
