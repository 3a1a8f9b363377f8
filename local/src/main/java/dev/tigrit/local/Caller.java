package dev.tigrit.local;

import dev.tigrit.local.launcher.RunEnv;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The calls of the main job, as a product's backend makes them. */
public final class Caller {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final RunEnv env;

    public Caller(RunEnv env) {
        this.env = env;
    }

    public Answer verifyInitData(String initData) throws IOException, InterruptedException {
        return send(post(env.authUrl() + "/v1/verify", "").header("Authorization", "tma " + initData));
    }

    public Answer verifyJwt(String jwt) throws IOException, InterruptedException {
        return send(post(env.authUrl() + "/v1/verify", "").header("Authorization", "Bearer " + jwt));
    }

    public Answer createSession(String userId) throws IOException, InterruptedException {
        return send(json(env.sessionsUrl() + "/v1/sessions", Map.of("user_id", userId))
                .header("Authorization", "Bearer " + env.internalApiSecret()));
    }

    public Answer verifySession(String token) throws IOException, InterruptedException {
        return withToken("verify", token);
    }

    public Answer extendSession(String token) throws IOException, InterruptedException {
        return withToken("extend", token);
    }

    public Answer invalidateSession(String token) throws IOException, InterruptedException {
        return withToken("invalidate", token);
    }

    public Answer get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString()));
    }

    private Answer withToken(String operation, String token) throws IOException, InterruptedException {
        return send(json(env.sessionsUrl() + "/v1/sessions/" + operation, Map.of("token", token)));
    }

    private static HttpRequest.Builder json(String url, Map<String, String> body) {
        return post(url, JSON.writeValueAsString(body)).header("Content-Type", "application/json");
    }

    private static HttpRequest.Builder post(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body));
    }

    /** A status and, unless empty, a JSON object. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String contentType() {
            return response.headers().firstValue("Content-Type").orElse("");
        }

        /** The field's text, empty when it is missing or the answer is no JSON object. */
        public String field(String name) {
            return contentType().contains("json")
                    ? JSON.readTree(body()).path(name).asString("")
                    : "";
        }
    }
}
