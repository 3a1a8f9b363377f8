package dev.tigrit.secrets.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.secrets.BundleText;
import dev.tigrit.secrets.RunningService;
import dev.tigrit.testkit.ClusterStandIn;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The released jar as a process of its own, started with jvm.options. */
class ProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

    @TempDir
    Path folder;

    private final int main = freePort();
    private final int management = freePort();
    private final int admin = freePort();

    @Test
    void processOpensNoConnectionAndNobodyAttachesToIt() throws Exception {
        BundleText.mount(folder.resolve("bundle"), 1, Map.of("A", "one"));
        var process = start("@jvm.options");
        try (var http = HttpClient.newHttpClient()) {
            var sockets = new TreeSet<Integer>();
            var listening = new TreeSet<Integer>();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                look(process.pid(), sockets, listening);
                return status(http, management, "/readyz", "") == 200;
            });
            for (var revision = 2; revision < 20; revision++) {
                assertThat(push(http, revision)).isEqualTo(200);
                assertThat(status(http, main, "/v1/secrets/A", reader())).isEqualTo(200);
                assertThat(status(http, management, "/metrics", "")).isEqualTo(200);
                look(process.pid(), sockets, listening);
            }

            assertThat(listening).containsExactlyInAnyOrder(main, management, admin);
            assertThat(sockets).isEqualTo(listening);
            var jcmd = new ProcessBuilder(JAVA.resolve("jcmd").toString(), Long.toString(process.pid()), "VM.version")
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(jcmd.getInputStream().readAllBytes(), UTF_8)).doesNotContain("JDK ");
            assertThat(jcmd.waitFor()).isNotZero();
            assertThat(Path.of(
                            System.getProperty("java.io.tmpdir"),
                            "hsperfdata_" + System.getProperty("user.name"),
                            Long.toString(process.pid())))
                    .doesNotExist();
            assertThat(log()).doesNotContain("was not started with jvm.options");
        } finally {
            end(process);
        }
    }

    @Test
    void processThatWouldDumpItsHeapDoesNotStart() throws Exception {
        var process = start("-XX:+HeapDumpOnOutOfMemoryError");
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
            assertThat(log()).contains("would hand out secrets", "HeapDumpOnOutOfMemoryError");
        } finally {
            end(process);
        }
    }

    @Test
    void jarHasNoClientOfKubernetesOrOfAnyStore() throws Exception {
        try (var jar = new JarFile(jar().toFile())) {
            var libraries = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("BOOT-INF/lib/"))
                    .toList();

            assertThat(libraries)
                    .hasSizeGreaterThan(20)
                    .noneMatch(name -> Stream.of(
                                    "kubernetes",
                                    "fabric8",
                                    "client-java",
                                    "okhttp",
                                    "httpclient",
                                    "lettuce",
                                    "r2dbc",
                                    "jdbc",
                                    "vertx",
                                    "grpc",
                                    "spring-cloud")
                            .anyMatch(name::contains));
        }
    }

    /** Every TCP socket by its local port; a datagram socket, as of a resolver, counts as port 0. */
    private static void look(long pid, Set<Integer> sockets, Set<Integer> listening) throws IOException {
        var inodes = new ArrayList<String>();
        try (var descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var descriptor : descriptors.toList()) {
                try {
                    inodes.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        }
        for (var protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", protocol))) {
                var columns = line.strip().split("\\s+", -1);
                if (columns.length > 9 && inodes.contains("socket:[" + columns[9] + "]")) {
                    var port = protocol.startsWith("udp")
                            ? 0
                            : Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16);
                    sockets.add(port);
                    if (columns[3].equals("0A")) {
                        listening.add(port);
                    }
                }
            }
        }
    }

    private Process start(String jvmOption) throws IOException {
        ClusterStandIn.mount(folder.resolve("trust"), CLUSTER);
        return new ProcessBuilder(
                        JAVA.resolve("java").toString(),
                        jvmOption,
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar().toString(),
                        "--server.port=" + main,
                        "--management.server.port=" + management,
                        "--secrets.admin.port=" + admin,
                        "--secrets.admin.address=127.0.0.1",
                        "--secrets.admin.subject=" + RunningService.OPERATOR,
                        "--secrets.admin.audience=" + RunningService.ADMIN_AUDIENCE,
                        "--secrets.bundle.directory=" + folder.resolve("bundle"),
                        "--tigrit.trust.directory=" + folder.resolve("trust"),
                        "--tigrit.trust.audience=" + RunningService.AUDIENCE)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static Path jar() throws IOException {
        try (var built = Files.newDirectoryStream(Path.of("target"), "secrets-*-exec.jar")) {
            return built.iterator().next();
        }
    }

    private int push(HttpClient http, long revision) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + "/admin/v1/bundle"))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Bearer "
                                + CLUSTER.token(RunningService.OPERATOR, RunningService.ADMIN_AUDIENCE, Instant.now()))
                .PUT(HttpRequest.BodyPublishers.ofString(BundleText.of(revision, Map.of("A", "one"))));
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static String reader() {
        return CLUSTER.token(BundleText.READER, RunningService.AUDIENCE, Instant.now());
    }

    private static int status(HttpClient http, int port, String path, String token) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
