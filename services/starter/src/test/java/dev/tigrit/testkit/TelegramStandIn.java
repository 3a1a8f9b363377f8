package dev.tigrit.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Bot API over real HTTP as core.telegram.org/bots/api documents it: getUpdates with offset, long polling and its conflicts,
 * sendMessage, getMe, setWebhook, deleteWebhook, groups that become supergroups, and errors with {@code parameters}. Updates wait until an offset confirms them.
 */
public final class TelegramStandIn implements AutoCloseable {

    /** A message that the bot sent. */
    public record Sent(long chatId, @Nullable Long topic, String text) {}

    /** The bot's username. */
    public static final String USERNAME = "tigrit_bot";

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int MAX_BATCH = 100;

    private final HttpServer server;
    /** The only one that is accepted. */
    private volatile String token;

    private int tokens;

    /** Unconfirmed ones by their number. All below guarded by this. */
    private final TreeMap<Long, String> updates = new TreeMap<>();

    private final List<Sent> sent = new ArrayList<>();
    private final List<JsonNode> webhooks = new ArrayList<>();
    private final Deque<String> refusals = new ArrayDeque<>();
    private final Map<Long, Long> supergroups = new HashMap<>();

    /** Telegram starts anywhere, and counts from there. */
    private long lastUpdate = ThreadLocalRandom.current().nextLong(1_000, 1L << 40);

    private long confirmed;
    private int largestBatch;
    private boolean polled;
    private boolean hasWebhook;
    private boolean hidesName;
    private int namesAsked;

    /** Starts on a free port; there is a webhook from earlier, as there may be in life. */
    public TelegramStandIn(String token) {
        this.token = token;
        this.hasWebhook = true;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** BotFather hands out another one, and the old one is over: a poll that waits with it gets nothing any more. */
    public synchronized void replaceToken(String next) {
        token = next;
        tokens++;
        polled = false;
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** A person writes to the bot in private; the result is the update's number. */
    public synchronized long say(long person, String text) {
        return update("""
                "message":{"message_id":1,"from":{"id":%1$d,"is_bot":false,"first_name":"Person %1$d","language_code":"ru"},\
                "chat":{"id":%1$d,"first_name":"Person %1$d","type":"private"},"date":1764000000,"text":%2$s}""".formatted(person, JSON.writeValueAsString(text)));
    }

    /** Anything else happens: a member of the Update, beside its number. */
    public synchronized long update(String member) {
        var id = ++lastUpdate;
        updates.put(id, "{\"update_id\":" + id + "," + member + "}");
        notifyAll();
        return id;
    }

    /** As after a crash of the bot before it confirmed: the update comes again. */
    public synchronized void again(long id, String member) {
        updates.put(id, "{\"update_id\":" + id + "," + member + "}");
        notifyAll();
    }

    /** How the next sendMessage is refused: status, and the rest of the answer's members. */
    public synchronized void refuseNextSend(int status, String members) {
        refusals.add(status + " " + members);
    }

    /** A group becomes a supergroup: its own number takes no message from now on. */
    public synchronized void migrate(long group, long supergroup) {
        supergroups.put(group, supergroup);
    }

    /** Whether getMe is answered with an error of Telegram's. */
    public synchronized void hideName(boolean hides) {
        hidesName = hides;
    }

    /** How often getMe was called. */
    public synchronized int namesAsked() {
        return namesAsked;
    }

    public synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** The first update that is not confirmed. */
    public synchronized long offset() {
        return confirmed;
    }

    public synchronized long lastUpdate() {
        return lastUpdate;
    }

    public synchronized int waiting() {
        return updates.size();
    }

    /** How many updates went out at once, at most. */
    public synchronized int largestBatch() {
        return largestBatch;
    }

    /** Somebody registers a webhook, and getUpdates is refused. */
    public synchronized void webhookAppears() {
        hasWebhook = true;
    }

    public synchronized boolean hasWebhook() {
        return hasWebhook;
    }

    /** Every setWebhook as it came. */
    public synchronized List<JsonNode> webhooks() {
        return List.copyOf(webhooks);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            var prefix = "/bot" + token + "/";
            var parameters = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
            var method =
                    path.startsWith(prefix) ? path.substring(prefix.length()).toLowerCase(Locale.ROOT) : "";
            switch (method) {
                case "getupdates" -> poll(exchange, parameters);
                case "getme" -> me(exchange);
                case "sendmessage" -> send(exchange, parameters);
                case "setwebhook" -> answer(exchange, 200, setWebhook(parameters));
                case "deletewebhook" -> answer(exchange, 200, deleteWebhook());
                default -> answer(exchange, 401, error(401, "\"description\":\"Unauthorized\""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private void me(HttpExchange exchange) throws IOException {
        if (nameIsHidden()) {
            answer(exchange, 500, error(500, "\"description\":\"Internal Server Error\""));
            return;
        }
        answer(exchange, 200, """
                {"ok":true,"result":{"id":%s,"is_bot":true,"first_name":"Tigrit","username":"%s","can_join_groups":true,\
                "can_read_all_group_messages":false,"supports_inline_queries":false,"can_connect_to_business":false,\
                "has_main_web_app":false}}""".formatted(token.substring(0, token.indexOf(':')), USERNAME));
    }

    private synchronized boolean nameIsHidden() {
        namesAsked++;
        return hidesName;
    }

    private void poll(HttpExchange exchange, JsonNode parameters) throws IOException, InterruptedException {
        var begun = beginPoll();
        if (begun < 0) {
            answer(exchange, 409, error(409, "\"description\":\"Conflict: terminated by other getUpdates request\""));
            return;
        }
        try {
            var batch = await(
                    begun,
                    parameters.path("offset").asLong(0),
                    parameters.path("limit").asInt(MAX_BATCH),
                    parameters.path("timeout").asLong(0));
            answer(exchange, 200, "{\"ok\":true,\"result\":[" + String.join(",", batch) + "]}");
        } finally {
            endPoll(begun);
        }
    }

    /** Which token it is with, or -1 when it is refused. */
    private synchronized int beginPoll() {
        if (polled || hasWebhook) {
            return -1;
        }
        polled = true;
        return tokens;
    }

    private synchronized void endPoll(int begun) {
        polled &= begun != tokens;
    }

    private synchronized List<String> await(int begun, long offset, int limit, long seconds)
            throws InterruptedException {
        confirmed = Math.max(confirmed, offset);
        updates.headMap(offset).clear();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (var left = deadline - System.nanoTime();
                (updates.isEmpty() || begun != tokens) && left > 0;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (begun != tokens) {
            return List.of();
        }
        var batch = updates.values().stream().limit(Math.min(limit, MAX_BATCH)).toList();
        largestBatch = Math.max(largestBatch, batch.size());
        return batch;
    }

    private void send(HttpExchange exchange, JsonNode parameters) throws IOException {
        var refusal = nextRefusal();
        if (refusal != null) {
            var space = refusal.indexOf(' ');
            var status = Integer.parseInt(refusal.substring(0, space));
            answer(exchange, status, error(status, refusal.substring(space + 1)));
            return;
        }
        var topic = parameters.path("message_thread_id");
        var message = new Sent(
                parameters.path("chat_id").asLong(),
                topic.isMissingNode() ? null : topic.asLong(),
                parameters.path("text").asString());
        var supergroup = supergroupOf(message.chatId());
        if (supergroup != null) {
            answer(exchange, 400, error(400, """
                    "description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":%d}""".formatted(supergroup)));
            return;
        }
        if (message.text().isEmpty()) {
            answer(exchange, 400, error(400, "\"description\":\"Bad Request: message text is empty\""));
            return;
        }
        record(message);
        answer(exchange, 200, """
                {"ok":true,"result":{"message_id":1,"date":1764000000,"chat":{"id":%d,"type":"private"},"text":%s}}""".formatted(message.chatId(), JSON.writeValueAsString(message.text())));
    }

    private synchronized @Nullable Long supergroupOf(long chatId) {
        return supergroups.get(chatId);
    }

    private synchronized @Nullable String nextRefusal() {
        return refusals.poll();
    }

    private synchronized void record(Sent message) {
        sent.add(message);
    }

    private synchronized String setWebhook(JsonNode parameters) {
        webhooks.add(parameters);
        hasWebhook = true;
        return "{\"ok\":true,\"result\":true,\"description\":\"Webhook was set\"}";
    }

    private synchronized String deleteWebhook() {
        hasWebhook = false;
        return "{\"ok\":true,\"result\":true,\"description\":\"Webhook was deleted\"}";
    }

    private static String error(int status, String members) {
        return "{\"ok\":false,\"error_code\":" + status + "," + members + "}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
