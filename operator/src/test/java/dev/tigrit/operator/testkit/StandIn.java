package dev.tigrit.operator.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The admin API as the contract words it, digests computed from those words; for what a real replica cannot be made to do. */
public final class StandIn implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpsServer server;
    private final List<JsonNode> pushes = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private volatile @Nullable JsonNode served;
    private volatile int refusing;
    private volatile boolean readsFormat = true;
    private volatile CountDownLatch answering = new CountDownLatch(0);
    private volatile @Nullable Supplier<String> words;
    private volatile boolean endless;

    private StandIn(HttpsServer server) {
        this.server = server;
    }

    /** @param keys with one key and its certificates */
    public static StandIn start(KeyStore keys, String address) throws Exception {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        var tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var replica = new StandIn(server);
        server.createContext("/admin/v1/bundle", replica::handle);
        server.start();
        return replica;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Bundles that came in full, accepted or not. */
    public List<JsonNode> pushes() {
        return pushes;
    }

    public int looks() {
        return looks.get();
    }

    public List<String> tokens() {
        return tokens;
    }

    public long revision() {
        var now = served;
        return now == null ? 0 : now.path("revision").asLong();
    }

    /** Pretends to serve that already. */
    public void serve(JsonNode bundle) {
        served = bundle;
    }

    /** Says this of what it serves, whatever it serves; null for the truth. */
    public void say(@Nullable Supplier<String> report) {
        words = report;
    }

    /** Never ends a report. */
    public void sayWithoutEnd() {
        endless = true;
    }

    /** Answers this status from now on; 0 for none. */
    public void refuse(int status) {
        refusing = status;
    }

    /** Does as a release that does not read the format that it is sent. */
    public void refuseFormat() {
        readsFormat = false;
    }

    /** Nothing is answered until {@link #goOn}. */
    public void hold() {
        answering = new CountDownLatch(1);
    }

    public void goOn() {
        answering.countDown();
    }

    public @Nullable JsonNode entry(String key) {
        var now = served;
        if (now != null) {
            for (var entry : now.path("entries")) {
                if (entry.path("key").asText().equals(key)) {
                    return entry;
                }
            }
        }
        return null;
    }

    public @Nullable String value(String key) {
        var entry = entry(key);
        return entry == null ? null : entry.path("value").asText();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            var body = exchange.getRequestBody().readAllBytes();
            answering.await();
            if (refusing != 0) {
                answer(exchange, refusing, "{}");
            } else if (exchange.getRequestMethod().equals("GET")) {
                looks.incrementAndGet();
                if (endless) {
                    exchange.sendResponseHeaders(200, 0);
                    writeForEver(exchange.getResponseBody());
                }
                var said = words;
                answer(exchange, 200, said == null ? report() : said.get());
            } else {
                put(exchange, JSON.readTree(body));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private synchronized void put(HttpExchange exchange, JsonNode bundle) throws IOException {
        pushes.add(bundle);
        var now = served;
        if (!readsFormat) {
            answer(exchange, 422, "{\"code\":\"unknown_format\"}");
        } else if (now != null && order(bundle, now) < 0) {
            answer(exchange, 409, "{\"code\":\"stale_revision\",\"revision\":" + now.path("revision") + "}");
        } else if (now != null && order(bundle, now) == 0 && !digest(bundle).equals(digest(now))) {
            answer(exchange, 409, "{\"code\":\"revision_conflict\"}");
        } else {
            served = bundle;
            answer(
                    exchange,
                    200,
                    "{\"revision\":" + bundle.path("revision") + ",\"digest\":\"" + digest(bundle) + "\"}");
        }
    }

    private static int order(JsonNode bundle, JsonNode now) {
        var incarnations = incarnation(bundle).compareTo(incarnation(now));
        return incarnations == 0
                ? Long.compare(
                        bundle.path("revision").asLong(), now.path("revision").asLong())
                : incarnations;
    }

    public static String incarnation(JsonNode bundle) {
        return bundle.path("incarnation").asText();
    }

    private String report() {
        var now = served;
        var report = JSON.createObjectNode();
        report.putArray("formats").add(1);
        report.put("revision", revision());
        var keys = report.putArray("keys");
        if (now != null) {
            if (!incarnation(now).isEmpty()) {
                report.put("incarnation", incarnation(now));
            }
            report.put("digest", digest(now));
            now.path("entries")
                    .forEach(entry -> keys.addObject()
                            .put("key", entry.path("key").asText())
                            .put("version", entry.path("version").asLong())
                            .put("digest", entryDigest(entry, now)));
        }
        return report.toString();
    }

    private static void writeForEver(OutputStream body) throws IOException {
        var piece = "{\"keys\":[".repeat(1024).getBytes(StandardCharsets.US_ASCII);
        while (true) {
            body.write(piece);
        }
    }

    private static String digest(JsonNode bundle) {
        var lines = new ArrayList<String>();
        bundle.path("entries")
                .forEach(entry -> lines.add(entry.path("key").asText() + " " + entryDigest(entry, bundle)));
        lines.sort(null);
        return hmac(
                bundle,
                "bundle\n" + bundle.path("revision")
                        + (incarnation(bundle).isEmpty() ? "" : "\n" + incarnation(bundle))
                        + lines.stream().map(line -> "\n" + line).reduce("", String::concat));
    }

    private static String entryDigest(JsonNode entry, JsonNode bundle) {
        var lines = new ArrayList<>(List.of(
                entry.path("key").asText(),
                entry.path("encoding").asText(),
                entry.path("version").asText(),
                base64(entry, entry.path("value").asText()),
                entry.path("use_after").asText()));
        entry.path("previous")
                .forEach(previous -> lines.add(previous.path("version").asText() + " "
                        + base64(entry, previous.path("value").asText()) + " "
                        + previous.path("not_after").asText("-")));
        var readers = new ArrayList<String>();
        entry.path("readers").forEach(reader -> readers.add(reader.asText()));
        readers.sort(null);
        lines.add("readers " + String.join(",", readers));
        return hmac(bundle, String.join("\n", lines));
    }

    private static String base64(JsonNode entry, String value) {
        return entry.path("encoding").asText().equals("base64")
                ? value
                : Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(JsonNode bundle, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    Base64.getUrlDecoder().decode(bundle.path("digest_key").asText()), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
