package dev.tigrit.sessions.bench;

import dev.tigrit.sessions.TestService;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Many clients of one instance at once. */
public final class Crowd {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 64;
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final WebClient web;

    public Crowd(TestService service) {
        web = WebClient.builder()
                .baseUrl(service.url())
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + TestService.INTERNAL)
                .build();
    }

    /**
     * Creates sessions.
     *
     * @param userId of each
     * @param rest further members of each body, after a comma, or nothing
     * @return their tokens, in no order
     */
    public List<String> create(int sessions, IntFunction<String> userId, String rest) {
        return collect(Flux.range(0, sessions)
                .flatMap(
                        i -> post("/v1/sessions", "{\"user_id\": \"" + userId.apply(i) + '"' + rest + '}', 201),
                        AT_ONCE));
    }

    /** The same call for each token; fails unless each is answered so. */
    public List<String> call(String operation, List<String> tokens, int status) {
        return collect(Flux.fromIterable(tokens)
                .flatMap(
                        token -> post("/v1/sessions/" + operation, "{\"token\": \"" + token + "\"}", status), AT_ONCE));
    }

    /** Lists each of the users. */
    public void list(List<String> users) {
        var _ = collect(Flux.fromIterable(users)
                .flatMap(
                        user -> send(HttpMethod.GET, "/v1/users/" + user + "/sessions", "", 200)
                                .thenReturn(""),
                        AT_ONCE));
    }

    private static List<String> collect(Flux<String> answers) {
        var all = answers.collectList().block(LIMIT);
        return all == null ? List.of() : all;
    }

    /** The token in the answer; nothing, as text, where there is none. */
    private Mono<String> post(String path, String body, int status) {
        return send(HttpMethod.POST, path, body, status)
                .map(answer -> JSON.readTree(answer).path("token").asString(""))
                .defaultIfEmpty("");
    }

    private Mono<byte[]> send(HttpMethod method, String path, String body, int status) {
        return web.method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchangeToMono(answer -> answer.statusCode().value() == status
                        ? answer.bodyToMono(byte[].class)
                        : answer.releaseBody()
                                .then(Mono.error(() -> new AssertionError(path + " answered "
                                        + answer.statusCode().value() + " and not " + status))));
    }
}
