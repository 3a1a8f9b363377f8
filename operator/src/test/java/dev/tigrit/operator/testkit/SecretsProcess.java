package dev.tigrit.operator.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One replica of the real Secrets service, as the chart would start it: its mounts are folders. */
public final class SecretsProcess implements AutoCloseable {

    private final Process process;
    private final Path folder;
    private final int port;
    private final int management;
    private final int admin;

    private SecretsProcess(Process process, Path folder, int port, int management, int admin) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.management = management;
        this.admin = admin;
    }

    /**
     * Starts one; it is not waited for.
     *
     * @param trust data of the trust ConfigMap
     * @param tls certificate and key
     * @param bundle files of the bundle Secrets, may be empty
     */
    public static SecretsProcess start(
            String namespace,
            String address,
            Map<String, String> trust,
            Map<String, String> tls,
            Map<String, String> bundle)
            throws IOException {
        var folder = Files.createTempDirectory(namespace + "-replica");
        mount(folder.resolve("trust"), trust);
        mount(folder.resolve("tls"), tls);
        mount(folder.resolve("bundle"), bundle);
        int port = freePort();
        int management = freePort();
        int admin = freePort();
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar().toString(),
                "--server.port=" + port,
                "--management.server.port=" + management,
                "--secrets.poll-interval=100ms",
                "--secrets.bundle.directory=" + folder.resolve("bundle"),
                "--secrets.admin.port=" + admin,
                "--secrets.admin.address=" + address,
                "--secrets.admin.subject=" + namespace + "/tigrit-operator",
                "--secrets.admin.audience=secrets-admin." + namespace + ".tigrit",
                "--secrets.tls.certificate=" + folder.resolve("tls/tls.crt"),
                "--secrets.tls.private-key=" + folder.resolve("tls/tls.key"),
                "--tigrit.trust.directory=" + folder.resolve("trust"),
                "--tigrit.trust.audience=secrets." + namespace + ".tigrit");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return new SecretsProcess(process, folder, port, management, admin);
    }

    private static void mount(Path folder, Map<String, String> files) throws IOException {
        Files.createDirectories(folder);
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static Path jar() throws IOException {
        try (var files = Files.list(Path.of("..", "services", "secrets", "target"))) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("package services/secrets first"));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int adminPort() {
        return admin;
    }

    public URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** Until /livez answers. */
    public SecretsProcess awaitLive() {
        awaitStatus("/livez", 200);
        return this;
    }

    public void awaitReady() {
        awaitStatus("/readyz", 200);
    }

    private void awaitStatus(String path, int status) {
        var http = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + management + path))
                .build();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == status);
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }
}
