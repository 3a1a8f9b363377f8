package dev.tigrit.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /livez}, {@code /readyz} and {@code /metrics}, plain HTTP. What one client can hold is bounded by {@link #LIMITS}. */
public final class HealthServer implements AutoCloseable {

    /** What the JDK's server reads once, when its first instance is made; seconds where it is a time. */
    private static final Map<String, String> LIMITS = Map.of(
            "jdk.httpserver.maxConnections", "512",
            "sun.net.httpserver.maxIdleConnections", "16",
            "sun.net.httpserver.idleInterval", "10",
            "sun.net.httpserver.clockTick", "1000",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "8192",
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "10",
            // Nobody has a reason to send a body: a connection that has one is closed.
            "sun.net.httpserver.drainAmount", "0");

    private static final int BACKLOG = 128;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor();
    private final BooleanSupplier live;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;

    private HealthServer(HttpServer server, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics) {
        this.server = server;
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
        LIMITS.forEach(System::setProperty);
        var health = new HealthServer(HttpServer.create(new InetSocketAddress(port), BACKLOG), live, ready, metrics);
        health.server.setExecutor(health.exchanges);
        health.server.createContext("/", health::serve);
        health.server.start();
        return health;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, 405, TEXT, "method not allowed\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/livez" -> probe(exchange, live);
                case "/readyz" -> probe(exchange, ready);
                case "/metrics" -> answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
                case null, default -> answer(exchange, 404, TEXT, "not found\n");
            }
        }
    }

    private static void probe(HttpExchange exchange, BooleanSupplier holds) throws IOException {
        var ok = holds.getAsBoolean();
        answer(exchange, ok ? 200 : 503, TEXT, ok ? "ok\n" : "not yet\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        exchanges.shutdownNow();
    }
}
