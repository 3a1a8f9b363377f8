package dev.tigrit.gamebackend.signin;

import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.HttpStandIn.Answer;
import dev.tigrit.testkit.HttpStandIn.Asked;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sessions in memory, as services/sessions/openapi.yaml describes it; a token is {@code ts1_} and the session's number. */
final class SessionsStandIn implements HttpStandIn.Behaviour {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String caller;
    private final Map<String, JsonNode> sessions = new LinkedHashMap<>();
    private int count;

    /** In the past: each use of a session is followed by an extension. */
    private volatile String extendAfter = "2026-01-01T00:00:00Z";

    SessionsStandIn(String caller) {
        this.caller = caller;
    }

    void extendAfter(String moment) {
        extendAfter = moment;
    }

    @Override
    public synchronized Answer answer(Asked asked) {
        var path = asked.path();
        var body = asked.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(asked.body());
        return switch (asked.method() + " " + path.replaceAll("[0-9A-Za-z_-]{43}|(?<=users/)[^/]+", "*")) {
            case "POST /v1/sessions" -> allowed(asked, () -> create(body));
            case "POST /v1/sessions/verify" -> session(body, Answer.problem(401, "session_invalid"));
            case "POST /v1/sessions/extend" -> extended(body);
            case "POST /v1/sessions/invalidate" -> ended(id(body.path("token").asString()));
            case "DELETE /v1/sessions/*" -> allowed(asked, () -> ended(last(path)));
            case "GET /v1/users/*/sessions" -> allowed(asked, () -> list(user(path)));
            case "DELETE /v1/users/*/sessions?except=*" -> allowed(asked, () -> endOthers(path));
            default -> Answer.problem(404, "not_found");
        };
    }

    private Answer allowed(Asked asked, Supplier<Answer> answer) {
        return asked.header("Authorization").equals("Bearer " + caller)
                ? answer.get()
                : Answer.problem(401, "unauthenticated");
    }

    private Answer create(JsonNode body) {
        // 32 bytes in base64url: the last character carries only four bits.
        var id = "%042dA".formatted(++count);
        sessions.put(id, body);
        return new Answer(201, """
                {"session_id":"%s","token":"%s","expires_at":"2126-01-01T00:00:00Z","idle_expires_at":"2126-01-01T00:00:00Z"}""".formatted(id, token(id)));
    }

    private Answer session(JsonNode body, Answer none) {
        var id = id(body.path("token").asString());
        var session = sessions.get(id);
        return session == null ? none : new Answer(200, json(id, session));
    }

    private Answer extended(JsonNode body) {
        var id = id(body.path("token").asString());
        return sessions.containsKey(id) ? new Answer(200, """
                        {"session_id":"%s","expires_at":"2126-01-01T00:00:00Z","idle_expires_at":"2126-01-01T00:00:00Z","extend_after":"2126-01-01T00:00:00Z"}""".formatted(id)) : Answer.problem(401, "session_invalid");
    }

    private Answer ended(String id) {
        sessions.remove(id);
        return new Answer(204, "");
    }

    private Answer endOthers(String path) {
        var user = user(path);
        var keep = path.substring(path.indexOf('=') + 1);
        sessions.entrySet()
                .removeIf(entry -> isOf(entry, user) && !entry.getKey().equals(keep));
        return new Answer(204, "");
    }

    private Answer list(String user) {
        return new Answer(
                200,
                sessions.entrySet().stream()
                        .filter(entry -> isOf(entry, user))
                        .map(entry -> json(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(",", "{\"sessions\":[", "]}")));
    }

    private static boolean isOf(Entry<String, JsonNode> entry, String user) {
        return entry.getValue().path("user_id").asString().equals(user);
    }

    private String json(String id, JsonNode session) {
        return """
                {"session_id":"%s","user_id":"%s","created_at":"2026-01-01T00:00:00Z","expires_at":"2126-01-01T00:00:00Z",\
                "idle_expires_at":"2126-01-01T00:00:00Z","extended_at":"2026-01-01T00:00:00Z","extend_after":"%s","device":"%s"}""".formatted(
                        id,
                        session.path("user_id").asString(),
                        extendAfter,
                        session.path("device").asString());
    }

    private static String token(String id) {
        return "ts1_" + id + "x".repeat(103);
    }

    private static String id(String token) {
        return token.length() < 47 ? "" : token.substring(4, 47);
    }

    private static String user(String path) {
        return path.substring("/v1/users/".length(), path.indexOf("/sessions"));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
