package dev.tigrit.auth.client.jwks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An issuer's key address over real HTTP that answers, hangs or dies as it is told, and remembers what was asked. */
public final class IssuerStandIn implements AutoCloseable {

    /** One answer, its bytes as ISO 8859-1. */
    private record Answer(int status, String body, Map<String, String> headers, boolean hangs) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer(404, "", Map.of(), false);

    /** Starts on a free port. */
    public IssuerStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks.json");
    }

    /** Every request so far: its path and If-None-Match. */
    public List<String> asked() {
        return asked;
    }

    /** Publishes these keys from now on. */
    public void publish(String jwks, Map<String, String> headers) {
        publish(jwks.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The same for a document that is wrapped in something. */
    public void publish(byte[] document, Map<String, String> headers) {
        answer = new Answer(200, new String(document, StandardCharsets.ISO_8859_1), headers, false);
    }

    /** Answers with that status. */
    public void fail(int status, Map<String, String> headers) {
        answer = new Answer(status, "", headers, false);
    }

    /** Takes requests and says nothing. */
    public void hang() {
        answer = new Answer(200, "", Map.of(), true);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var known = exchange.getRequestHeaders().getFirst("If-None-Match");
        asked.add(exchange.getRequestURI().getPath() + (known == null ? "" : " " + known));
        var now = answer;
        if (now.hangs()) {
            awaitEnd();
        }
        now.headers().forEach(exchange.getResponseHeaders()::set);
        var unchanged = known != null && Objects.equals(known, now.headers().get("ETag"));
        var body = unchanged ? new byte[0] : now.body().getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(unchanged ? 304 : now.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void awaitEnd() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Dies. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
