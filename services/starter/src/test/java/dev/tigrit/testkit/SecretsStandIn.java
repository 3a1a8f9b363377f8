package dev.tigrit.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Speaks the two calls of services/secrets/openapi.yaml over real HTTP, and remembers what was asked. */
public final class SecretsStandIn implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();

    /** Starts on a free port. */
    public SecretsStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/secrets/", this::secret);
        server.createContext("/v1/events", this::events);
        server.start();
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Every request so far, as "key status" or "events". */
    public List<String> asked() {
        return asked;
    }

    /** Serves that JSON for the key from now on, and tells the listeners. */
    public void put(String key, String version, String json) {
        answers.put(key, json);
        streams.removeIf(stream ->
                isLost(stream, "data:{\"key\":\"" + key + "\",\"version\":" + version + ",\"revision\":1}\n\n"));
    }

    private static boolean isLost(OutputStream stream, String event) {
        try {
            write(stream, event);
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /** A value without previous versions, usable at once. */
    public void putValue(String key, int version, String value) {
        put(key, Integer.toString(version), """
                {"key":"%s","encoding":"utf8","value":"%s","version":%d,"use_after":"2026-01-01T00:00:00Z","previous":[]}""".formatted(key, value, version));
    }

    private void secret(HttpExchange exchange) throws IOException {
        var key = exchange.getRequestURI().getPath().substring("/v1/secrets/".length());
        var answer = answers.get(key);
        var etag = "\"" + (answer == null ? 0 : answer.hashCode()) + "\"";
        var known = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        var status = answer == null ? 404 : known ? 304 : 200;
        asked.add(key + " " + status);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("ETag", etag);
        var body = status == 200 && answer != null ? answer.getBytes(StandardCharsets.UTF_8) : new byte[0];
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void events(HttpExchange exchange) throws IOException {
        asked.add("events");
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        write(exchange.getResponseBody(), ": hello\n\n");
        streams.add(exchange.getResponseBody());
    }

    private static void write(OutputStream stream, String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    /** Stops listening and breaks every connection, as a killed process does. */
    public void die() {
        server.stop(0);
    }

    @Override
    public void close() {
        die();
    }
}
