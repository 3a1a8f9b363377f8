package dev.tigrit.auth.client.gamebackend;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Speaks the one call of callers/game-backend/openapi.yaml over real HTTP, well or badly, and remembers what was asked. */
public final class GameStandIn implements AutoCloseable {

    public static final String TOKEN = "an internal secret of thirty-two bytes";

    /** One call as it arrived. */
    public record Asked(String id, String authorization, String body) {}

    /** How a call is answered. */
    public interface Behaviour {
        void answer(GameStandIn game, HttpExchange exchange, Asked asked) throws IOException;
    }

    private final InetSocketAddress address;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> users = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private HttpServer server;
    private volatile Behaviour behaviour = good();

    /** Starts on a free port. */
    public GameStandIn() {
        server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = server.getAddress();
    }

    private HttpServer listen(InetSocketAddress where) {
        try {
            var listening = HttpServer.create(where, 0);
            listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            listening.createContext("/internal/v1/telegram-users/", this::handle);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + address.getPort());
    }

    /** Every call so far. */
    public List<Asked> asked() {
        return asked;
    }

    /** From now on. */
    public void behave(Behaviour next) {
        behaviour = next;
    }

    /** As the contract says. */
    public static Behaviour good() {
        return (game, exchange, asked) -> {
            if (!asked.authorization().equals("Bearer " + TOKEN)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                problem(401, "unauthenticated").answer(game, exchange, asked);
                return;
            }
            var fresh = "g-" + (game.users.size() + 1);
            var known = game.users.putIfAbsent(asked.id(), fresh);
            send(exchange, 200, "application/json", """
                    {"game_user_id":"%s","created":%s}""".formatted(known == null ? fresh : known, known == null));
        };
    }

    /** The first calls one way, all others another. */
    public static Behaviour first(int calls, Behaviour one, Behaviour other) {
        return (game, exchange, asked) -> (game.asked.size() <= calls ? one : other).answer(game, exchange, asked);
    }

    public static Behaviour problem(int status, String code) {
        return json(status, "application/problem+json", """
                {"type":"urn:tigrit:problem:%s","title":"A title","status":%d,"detail":"A detail.","code":"%s"}""".formatted(code, status, code));
    }

    public static Behaviour json(int status, String type, String body) {
        return (_, exchange, _) -> send(exchange, status, type, body);
    }

    /** Takes the call and says nothing. */
    public static Behaviour silent() {
        return (game, exchange, _) -> {
            try {
                game.closed.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        };
    }

    /** Takes the call and closes the connection. */
    public static Behaviour hangUp() {
        return (_, exchange, _) -> exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var id = exchange.getRequestURI().getRawPath().substring("/internal/v1/telegram-users/".length());
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var call = new Asked(id, authorization == null ? "" : authorization, body);
        asked.add(call);
        behaviour.answer(this, exchange, call);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Nobody listens any more. */
    public void die() {
        server.stop(0);
    }

    /** Listens again where it did. */
    public void comeBack() {
        server = listen(address);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
