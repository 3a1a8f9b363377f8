package dev.tigrit.secrets.caller;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.secrets.BundleText;
import dev.tigrit.secrets.RunningService;
import dev.tigrit.testkit.ClusterStandIn;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what on which port, over HTTP. */
class TokensIT {

    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");
    private static final ClusterStandIn OTHER_CLUSTER = new ClusterStandIn("one");
    private static final String INTERNAL_KEY = "internal-secret-of-more-than-32-bytes";
    private static final String SECRET = "/v1/secrets/A";
    private static final String BUNDLE = "/admin/v1/bundle";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() {
        ClusterStandIn.mount(folder.resolve("trust"), CLUSTER);
        BundleText.mount(folder.resolve("bundle"), 1, Map.of("A", "value-of-a", "INTERNAL_API_SECRET", INTERNAL_KEY));
        // The audit log of 100,000 refusals is not what is looked at here.
        service = RunningService.inBundleMode(folder, "logging.level.audit=off");
        await().atMost(Duration.ofSeconds(10)).until(() -> status(service.url(SECRET), reader("tigrit/game")) == 200);
    }

    @AfterAll
    static void stop() {
        service.close();
        HTTP.close();
    }

    /** Each kind of token at both ports: the status of a read, then that of a report. */
    @ParameterizedTest
    @CsvSource({
        "reader, 200, 401",
        "reader of another key, 404, 401",
        "operator, 401, 200",
        "operator with the readers' audience, 404, 401",
        "reader with the admin audience, 401, 403",
        "operator of another namespace, 401, 403",
        "both audiences by the operator, 404, 200",
        "another service's audience, 401, 401",
        "another cluster, 401, 401",
        "expired, 401, 401",
        "not yet made, 401, 401",
        "unsigned, 401, 401",
        "internal key, 401, 401",
        "none, 401, 401"
    })
    void tokenOpensWhatItIsForAndNothingElse(String kind, int read, int report) {
        var token = token(kind);

        assertThat(status(service.url(SECRET), token)).as("read").isEqualTo(read);
        assertThat(status(service.adminUrl(BUNDLE), token)).as("report").isEqualTo(report);
    }

    private static String token(String kind) {
        var now = Instant.now();
        var admin = RunningService.ADMIN_AUDIENCE;
        return switch (kind) {
            case "reader" -> reader("tigrit/game");
            case "reader of another key" -> reader("tigrit/bot");
            case "operator" -> CLUSTER.token(RunningService.OPERATOR, admin, now);
            case "operator with the readers' audience" -> reader(RunningService.OPERATOR);
            case "reader with the admin audience" -> CLUSTER.token("tigrit/game", admin, now);
            case "operator of another namespace" -> CLUSTER.token("other/tigrit-operator", admin, now);
            case "both audiences by the operator" ->
                CLUSTER.token(RunningService.OPERATOR, admin + "\",\"" + RunningService.AUDIENCE, now);
            case "another service's audience" -> CLUSTER.token("tigrit/game", "auth.tigrit.tigrit", now);
            case "another cluster" -> OTHER_CLUSTER.token("tigrit/game", RunningService.AUDIENCE, now);
            case "expired" -> CLUSTER.token("tigrit/game", RunningService.AUDIENCE, now.minusSeconds(601));
            case "not yet made" -> CLUSTER.token("tigrit/game", RunningService.AUDIENCE, now.plusSeconds(120));
            case "unsigned" -> {
                var good = reader("tigrit/game");
                yield ClusterStandIn.base64url("{\"alg\":\"none\",\"kid\":\"one\"}".getBytes(UTF_8))
                        + good.substring(good.indexOf('.'), good.lastIndexOf('.') + 1);
            }
            case "internal key" -> INTERNAL_KEY;
            case "none" -> "";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @Test
    void internalKeyIsServedInBundleModeAndOpensNothing() {
        assertThat(status(service.url("/v1/secrets/INTERNAL_API_SECRET"), reader("tigrit/game")))
                .isEqualTo(200);
        assertThat(status(service.url("/v1/secrets"), INTERNAL_KEY)).isEqualTo(401);
    }

    @Test
    void aHundredThousandGarbageTokensLeaveNothingBehind() throws IOException {
        var token = reader("tigrit/game");
        var before = usedHeap();

        for (var batch = 0; batch < 100; batch++) {
            assertThat(refusals(1_000)).isEqualTo(1_000);
            assertThat(status(service.url(SECRET), token)).isEqualTo(200);
        }

        assertThat(usedHeap() - before).isLessThan(32 * 1024 * 1024);
    }

    /** Pipelined on one connection, each token another one that looks like a real one. */
    private static int refusals(int requests) throws IOException {
        var url = URI.create(service.url("/"));
        var template = reader("tigrit/game");
        var text = new StringBuilder();
        for (var i = 1; i <= requests; i++) {
            var bytes = new byte[256];
            ThreadLocalRandom.current().nextBytes(bytes);
            text.append("GET /v1/secrets/A HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ")
                    .append(template, 0, template.lastIndexOf('.') + 1)
                    .append(ClusterStandIn.base64url(bytes))
                    .append(i == requests ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
        }
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(30_000);
            var writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(text.toString().getBytes(ISO_8859_1));
                } catch (IOException e) {
                    // The count of the answers tells.
                }
            });
            var answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            writer.join();
            return answers.split("HTTP/1.1 401", -1).length - 1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String reader(String account) {
        return CLUSTER.token(account, RunningService.AUDIENCE, Instant.now());
    }

    private static int status(String url, String token) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
