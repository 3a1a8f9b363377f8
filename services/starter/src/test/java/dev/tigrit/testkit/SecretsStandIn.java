package dev.tigrit.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
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
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Speaks the two calls of services/secrets/openapi.yaml over real HTTP, and remembers what was asked. */
public final class SecretsStandIn implements AutoCloseable {

    private final HttpServer server;
    private final String scheme;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> presented = new CopyOnWriteArrayList<>();
    private final AtomicInteger timesBehind = new AtomicInteger();
    private final List<HttpExchange> streams = new CopyOnWriteArrayList<>();

    /** Starts on a free port. */
    public SecretsStandIn() {
        this(null);
    }

    /** The same with TLS. */
    public SecretsStandIn(@Nullable SSLContext tls) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                var secured = HttpsServer.create(address, 0);
                secured.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secured;
            }
            scheme = tls == null ? "http" : "https";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/secrets/", this::secret);
        server.createContext("/v1/events", this::events);
        server.start();
    }

    public URI url() {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    /** Every request so far, as "key status" or "events". */
    public List<String> asked() {
        return asked;
    }

    /** Every Authorization so far. */
    public List<String> presented() {
        return presented;
    }

    /** Answers that many requests for a least revision as a replica that has not got it yet. */
    public void beBehind(int times) {
        timesBehind.set(times);
    }

    /** Ends the streams that are open, as at the end of the tokens that opened them. */
    public void endStreams() {
        streams.forEach(HttpExchange::close);
        streams.clear();
    }

    /** Serves that JSON for the key from now on, and tells the listeners. */
    public void put(String key, String version, String json) {
        answers.put(key, json);
        streams.removeIf(stream -> isLost(
                stream.getResponseBody(),
                "data:{\"key\":\"" + key + "\",\"version\":" + version + ",\"revision\":1}\n\n"));
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
        var behind = exchange.getRequestHeaders().containsKey("X-Min-Bundle-Revision")
                && timesBehind.getAndUpdate(times -> Math.max(0, times - 1)) > 0;
        var status = behind ? 503 : answer == null ? 404 : known ? 304 : 200;
        asked.add(key + " " + status);
        note(exchange);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("ETag", etag);
        var body = status == 200 && answer != null ? answer.getBytes(StandardCharsets.UTF_8) : new byte[0];
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void events(HttpExchange exchange) throws IOException {
        asked.add("events");
        note(exchange);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        write(exchange.getResponseBody(), ": hello\n\n");
        streams.add(exchange);
    }

    private void note(HttpExchange exchange) {
        presented.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
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
