package dev.tigrit.operator.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics}, plain HTTP, one request for each connection. Not the JDK's own server: runtimes
 * that are linked small leave its module out.
 */
public final class HealthServer implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final int MAX_LINES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServerSocket socket;
    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private final BooleanSupplier live;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;

    private HealthServer(ServerSocket socket, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics) {
        this.socket = socket;
        this.live = live;
        this.ready = ready;
        this.metrics = metrics;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @param live whether a restart would not help
     * @param ready whether everything has been seen once
     * @param metrics text format of Prometheus
     */
    public static HealthServer start(int port, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics)
            throws IOException {
        var server = new HealthServer(new ServerSocket(port, BACKLOG), live, ready, metrics);
        Thread.ofPlatform().daemon().name("health").start(server::accept);
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                connections.execute(() -> serve(connection));
            } catch (IOException _) {
                // Closed, or a connection that is gone again; the next one decides.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout((int) PATIENCE.toMillis());
            var in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII), 1024);
            var request = in.readLine();
            for (var lines = 0; lines < MAX_LINES; lines++) {
                var line = in.readLine();
                if (line == null || line.isEmpty()) {
                    break;
                }
            }
            if (request != null) {
                answer(request.split(" ", 3), connection.getOutputStream());
            }
        } catch (IOException _) {
            // Whoever asked is gone.
        }
    }

    private void answer(String[] request, OutputStream out) throws IOException {
        var target = request.length > 1 ? request[1] : "";
        var path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        switch (path) {
            case "/livez" -> probe(request[0], live, out);
            case "/readyz" -> probe(request[0], ready, out);
            case "/metrics" ->
                write(request[0], "200 OK", "text/plain; version=0.0.4; charset=utf-8", metrics.get(), out);
            default -> write(request[0], "404 Not Found", "text/plain", "not found\n", out);
        }
    }

    private static void probe(String method, BooleanSupplier holds, OutputStream out) throws IOException {
        var ok = holds.getAsBoolean();
        write(method, ok ? "200 OK" : "503 Service Unavailable", "text/plain", ok ? "ok\n" : "not yet\n", out);
    }

    private static void write(String method, String status, String type, String text, OutputStream out)
            throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        var head = "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(status, type, body.length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        if (!method.equals("HEAD")) {
            out.write(body);
        }
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed then.
        }
        connections.shutdownNow();
    }
}
