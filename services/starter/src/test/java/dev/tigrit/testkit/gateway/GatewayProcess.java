package dev.tigrit.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real gateway as a process, with a configuration in a folder of the test's. */
public final class GatewayProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final Process process;

    private GatewayProcess(int port, Path folder, List<String> command) throws IOException {
        this.port = port;
        var log = folder.resolve("out.log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", folder.toString());
        process = builder.start();
        await().atMost(PATIENCE).until(() -> listens() || !process.isAlive());
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
    }

    /** nginx with these locations in its only server; skips the test without one. */
    public static GatewayProcess nginx(Path folder, Sample locations) throws IOException {
        var binary = binary("nginx");
        var port = freePort();
        Files.createDirectories(folder.resolve("logs"));
        // Otherwise its workers are nobody, who may not write into a folder of root's.
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Files.writeString(folder.resolve("nginx.conf"), user + """
                daemon off;
                pid nginx.pid;
                error_log logs/err.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
                  large_client_header_buffers 4 16k;
                  server {
                    listen 127.0.0.1:%d;
                %s
                  }
                }
                """.formatted(port, locations.text()));
        return new GatewayProcess(
                port, folder, List.of(binary, "-p", folder.toString(), "-c", "nginx.conf", "-e", "logs/err.log"));
    }

    /** Caddy with this site, at the address that it gives; skips the test without one. */
    public static GatewayProcess caddy(Path folder, Sample site, String address) throws IOException {
        var binary = binary("caddy");
        var port = freePort();
        // It may not be reached from outside, and has no TLS to get a certificate for.
        var text = site.text().replace(address + " {", "http://:" + port + " {\n  bind 127.0.0.1");
        Files.writeString(folder.resolve("Caddyfile"), "{\n  admin off\n  auto_https off\n}\n" + text);
        return new GatewayProcess(
                port, folder, List.of(binary, "run", "--adapter", "caddyfile", "--config", "Caddyfile"));
    }

    /** Traefik with one middleware before that application; skips the test without one. */
    public static GatewayProcess traefik(Path folder, Sample middleware, int application) throws IOException {
        var binary = binary("traefik");
        var port = freePort();
        Files.writeString(folder.resolve("dynamic.yaml"), """
                http:
                  routers:
                    application: {rule: PathPrefix(`/`), middlewares: [signed-in], service: application}
                  services:
                    application: {loadBalancer: {servers: [{url: 'http://127.0.0.1:%d'}]}}
                  middlewares:
                    signed-in: %s
                """.formatted(application, middleware.text()));
        return new GatewayProcess(
                port,
                folder,
                List.of(
                        binary,
                        "--entrypoints.web.address=127.0.0.1:" + port,
                        "--providers.file.filename=dynamic.yaml",
                        "--global.checknewversion=false",
                        "--global.sendanonymoususage=false"));
    }

    public int port() {
        return port;
    }

    /** {@code <NAME>_BIN}, or from the PATH and where Debian keeps servers. */
    private static String binary(String name) {
        var variable = name.toUpperCase(Locale.ROOT) + "_BIN";
        var binary = binary(name, System.getenv(variable));
        assumeThat(binary)
                .as("NO %s: it is neither in %s nor on the PATH", name, variable)
                .isNotNull();
        return binary == null ? "" : binary;
    }

    private static @Nullable String binary(String name, @Nullable String named) {
        if (named != null) {
            return named;
        }
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of), Stream.of(Path.of("/usr/sbin")))
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }
}
