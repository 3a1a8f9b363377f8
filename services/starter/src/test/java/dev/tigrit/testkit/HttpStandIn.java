package dev.tigrit.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Another service, played over real HTTP: it answers what the test says, remembers what was asked, and can be held against the contract. */
public final class HttpStandIn implements AutoCloseable {

    /** One call as it arrived; {@code authorization} is empty when there was none. */
    public record Asked(String method, String path, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Status and JSON, or server-sent events that end at once; an empty body has no media type. */
    public record Answer(int status, String body) {

        /** As every service of ours says no. */
        public static Answer problem(int status, String code) {
            return new Answer(status, """
                    {"type":"urn:tigrit:problem:%s","title":"A title","status":%d,"detail":"A detail.","code":"%s"}""".formatted(code, status, code));
        }
    }

    /** How a call is answered. */
    public interface Behaviour {
        Answer answer(Asked asked);
    }

    private static final List<String> HEADERS = List.of("Authorization", "Idempotency-Key");

    private final InetSocketAddress address;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile Behaviour behaviour;

    /** Starts on a free port. */
    public HttpStandIn(Behaviour behaviour) {
        this.behaviour = behaviour;
        this.server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.address = server.getAddress();
    }

    private HttpServer listen(InetSocketAddress where) {
        try {
            var listening = HttpServer.create(where, 0);
            listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            listening.createContext("/", this::handle);
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

    /** Nobody listens any more. */
    public void die() {
        server.stop(0);
    }

    /** Listens again where it did. */
    public void comeBack() {
        server = listen(address);
    }

    /** Asks everything that was asked once more, and holds question and answer against the provider's contract. */
    public void checkAgainst(Contract contract) {
        var web = WebTestClient.bindToServer().baseUrl(url().toString()).build();
        for (var call : List.copyOf(asked)) {
            var request = web.method(HttpMethod.valueOf(call.method())).uri(URI.create(url() + call.path()));
            call.headers().forEach(request::header);
            if (!call.body().isEmpty()) {
                request.header("Content-Type", "application/json").bodyValue(call.body());
            }
            request.exchange().expectBody().consumeWith(contract::check);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        for (var name : HEADERS) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        var call = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(headers),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(call);
        send(exchange, behaviour.answer(call));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            exchange.getResponseHeaders().set("Content-Type", mediaType(answer));
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String mediaType(Answer answer) {
        if (answer.body().startsWith("data:")) {
            return "text/event-stream";
        }
        return answer.status() < 400 ? "application/json" : "application/problem+json";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
