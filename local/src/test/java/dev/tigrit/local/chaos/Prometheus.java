package dev.tigrit.local.chaos;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tigrit.local.launcher.LocalSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes the running system once a second, with the labels that it has in a cluster. */
final class Prometheus implements AutoCloseable {

    static final String NAMESPACE = "team";

    /** Over minutes and hours in production; nobody waits that long for a fault of seconds. */
    private static final Pattern WINDOW = Pattern.compile("\\[\\d+[mh]]");

    private static final Pattern FOR = Pattern.compile("\"for\":\"\\w+\"");

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private Prometheus(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Skips the test where it is not installed. */
    static Prometheus start(LocalSystem system, Path folder) throws IOException, InterruptedException {
        return start(system, folder, "{\"groups\": []}");
    }

    /** @param rules of alerts; each looks back five seconds instead of what it says, and fires after one */
    static Prometheus start(LocalSystem system, Path folder, String rules) throws IOException, InterruptedException {
        assumeThat(new ProcessBuilder("sh", "-c", "command -v prometheus")
                        .start()
                        .waitFor())
                .as("prometheus")
                .isZero();
        var targets = new StringBuilder();
        for (var service : system.services()) {
            targets.append("""
                      - targets: ['localhost:%d']
                        labels: {namespace: %s, service: %s, pod: %3$s-0}
                """.formatted(service.readiness().getPort(), NAMESPACE, fullName(service.name())));
        }
        var quick = FOR.matcher(WINDOW.matcher(rules).replaceAll("[5s]")).replaceAll("\"for\":\"1s\"");
        Files.writeString(folder.resolve("rules.yml"), quick);
        var configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: tigrit
                    metrics_path: /metrics
                    static_configs:
                """ + targets);
        var port = freePort();
        var process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
    }

    /** As the charts name it in the release {@code tigrit}. */
    private static String fullName(String name) {
        return name.startsWith("tigrit-") ? name : "tigrit-" + name;
    }

    /** @return the series, none when it has none; @throws IOException says why the expression is wrong, or that it does not answer yet */
    JsonNode series(String expression) throws IOException, InterruptedException {
        var query = url.resolve("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        var answer = http.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(expression + ": " + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body()).path("data").path("result");
    }

    /** Names of the alerts that fire at this moment. */
    Set<String> firing() throws IOException, InterruptedException {
        return firing("ALERTS{alertstate='firing'}");
    }

    /** Names of the alerts that have fired at some moment of this time. */
    Set<String> fired(Duration last) throws IOException, InterruptedException {
        return firing("last_over_time(ALERTS{alertstate='firing'}[%ds])".formatted(Math.max(1, last.toSeconds())));
    }

    private Set<String> firing(String alerts) throws IOException, InterruptedException {
        var names = new TreeSet<String>();
        for (var one : series("count by (alertname) (" + alerts + ")")) {
            names.add(one.path("metric").path("alertname").asString());
        }
        return names;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
