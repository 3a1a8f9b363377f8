package dev.tigrit.sessions;

import static dev.tigrit.sessions.TestService.INTERNAL;
import static dev.tigrit.sessions.TestService.code;
import static dev.tigrit.sessions.TestService.text;
import static dev.tigrit.sessions.TestService.tokenOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.server.RealRedis;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.HeldRequests;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

/** The calls that services make in their own name, beside the create. */
class CallersContractIT {

    private static final String BATCH = "/v1/sessions/verify-batch";
    private static final Call LIST = new Call(HttpMethod.GET, "/v1/users/42/sessions", null);
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    private static RealRedis redis;
    private static TestService service;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        service = TestService.start(redis.url());
        await().atMost(Duration.ofSeconds(10)).until(() -> redis.server().subscribers() == 1);
    }

    @AfterAll
    static void everyDocumentedAnswerWasSeen() {
        service.close();
        redis.close();
        var expected = new TreeSet<>(CONTRACT.documented());
        expected.removeIf(answer -> answer.endsWith(" 408") || !covers(answer));
        // All streams together, and a caller whose token is newer than the trust document: the starter's tests.
        expected.remove("get /v1/events 503");

        assertThat(CONTRACT.seen()).containsAll(expected);
    }

    /** Whether an answer, as {@code method path status}, is of a call that is tested here. */
    static boolean covers(String answer) {
        return answer.matches(
                ".* (/v1/sessions/(verify-batch|\\{session_id})|/v1/users/.*|/v1/introspect|/v1/events) .*");
    }

    private static List<Call> callsOfCallers() {
        return List.of(
                new Call(HttpMethod.POST, "/v1/sessions", "{\"user_id\": \"42\"}"),
                new Call(HttpMethod.POST, "/v1/sessions/verify-batch", "{\"tokens\": [\"x\"]}"),
                new Call(HttpMethod.DELETE, "/v1/sessions/" + "A".repeat(43), null),
                LIST,
                new Call(HttpMethod.DELETE, "/v1/users/42/sessions", null),
                new Call(HttpMethod.POST, "/v1/introspect", "token=x"),
                new Call(HttpMethod.GET, "/v1/events", null));
    }

    record Call(HttpMethod method, String path, @Nullable String body) {

        EntityExchangeResult<byte[]> on(WebTestClient web, @Nullable String bearer) {
            var request = web.method(method).uri(path).headers(headers -> {
                if (bearer != null) {
                    headers.setBearerAuth(bearer);
                }
            });
            if (body != null) {
                request.contentType(
                                path.endsWith("introspect")
                                        ? MediaType.APPLICATION_FORM_URLENCODED
                                        : MediaType.APPLICATION_JSON)
                        .bodyValue(body);
            }
            return request.exchange().expectBody().returnResult();
        }
    }

    @ParameterizedTest
    @MethodSource("callsOfCallers")
    void callNeedsACallerBeforeAnythingElse(Call call) {
        var commands = redis.commandsOf(() -> {
            checked(call.on(service.web(), null), 401);
            checked(call.on(service.web(), "wrong"), 401);
        });

        assertThat(commands).isEmpty();
    }

    @Test
    void callerThatIsNotListedMayDoNothing() {
        try (var strict = TestService.start(redis.url(), "--sessions.callers.internal=")) {
            callsOfCallers().forEach(call -> checked(call.on(strict.web(), INTERNAL), 403));
        }
    }

    @Test
    void batchAnswersEachTokenInOrder() {
        var live = tokenOf(service.create("{\"user_id\": \"42\", \"device\": \"a phone\"}"));
        var ended = tokenOf(service.create("{\"user_id\": \"42\"}"));
        service.post("/v1/sessions/invalidate", ended);

        var result = checked(
                TestService.post(
                        service.web(), BATCH, INTERNAL, "{\"tokens\": [\"x\", \"" + live + "\", \"" + ended + "\"]}"),
                200);

        assertThat(new String(result.getResponseBodyContent(), UTF_8))
                .startsWith(
                        "{\"results\":[{\"status\":\"invalid\",\"code\":\"session_invalid\"},{\"status\":\"valid\",")
                .contains("\"device\":\"a phone\"")
                .endsWith("{\"status\":\"invalid\",\"code\":\"session_invalid\"}]}");
        for (var body :
                List.of("{}", "{\"tokens\": []}", "{\"tokens\": [null]}", "{\"tokens\": [1]}", "{\"tokens\": \"x\"}")) {
            wrong(BATCH, MediaType.APPLICATION_JSON, body, 400);
        }
        wrong(BATCH, MediaType.APPLICATION_JSON, "{\"tokens\": [" + "\"x\",".repeat(1000) + "\"x\"]}", 400);
        wrong(BATCH, MediaType.APPLICATION_JSON, "{\"tokens\": [\"" + "x".repeat(262_144) + "\"]}", 413);
        wrong(BATCH, MediaType.TEXT_PLAIN, "{}", 415);
    }

    @Test
    void userSeesAndEndsSessions() {
        var userId = "issuer:a/b;c=?%25\u00fc .. {x}";
        var first = service.create("{\"user_id\": \"" + userId.replace("\"", "") + "\"}");
        var second = service.create("{\"user_id\": \"" + userId + "\", \"device\": \"another phone\"}");
        var path = "/v1/users/" + encoded(userId) + "/sessions";

        var listed = new String(call(HttpMethod.GET, path, 200).getResponseBodyContent(), UTF_8);
        call(HttpMethod.DELETE, path + "?except=" + text(second, "session_id"), 204);
        var left = new String(call(HttpMethod.GET, path, 200).getResponseBodyContent(), UTF_8);
        assertThat(service.post("/v1/sessions/verify", tokenOf(first))
                        .getStatus()
                        .value())
                .isEqualTo(401);
        call(HttpMethod.DELETE, "/v1/sessions/" + text(second, "session_id"), 204);
        call(HttpMethod.DELETE, "/v1/sessions/" + text(second, "session_id"), 204);
        var none = new String(call(HttpMethod.GET, path, 200).getResponseBodyContent(), UTF_8);

        assertThat(listed).contains(text(first, "session_id"), text(second, "session_id"));
        assertThat(left).contains(text(second, "session_id")).doesNotContain(text(first, "session_id"));
        assertThat(none).isEqualTo("{\"sessions\":[]}");
        call(HttpMethod.DELETE, path, 204);
        for (var wrong : List.of("?except=x", "?except=" + "A".repeat(43), "?excep=" + text(second, "session_id"))) {
            call(HttpMethod.DELETE, path + wrong, 400);
        }
        call(HttpMethod.GET, "/v1/users/%ff/sessions", 400);
        call(HttpMethod.GET, "/v1/users/a%00b/sessions", 400);
        call(HttpMethod.GET, "/v1/users/" + "x".repeat(257) + "/sessions", 400);
        call(HttpMethod.DELETE, "/v1/sessions/" + "A".repeat(42) + "B", 400);
    }

    @Test
    void introspectionSaysWhoseTokenItIsOrNothing() {
        var created = service.create("{\"user_id\": \"42\"}");

        var active = checked(introspect("token=" + tokenOf(created)), 200);
        var inactive = checked(introspect("token=x&token_type_hint=access_token"), 200);

        assertThat(text(active, "sub")).isEqualTo("42");
        assertThat(text(active, "sid")).isEqualTo(text(created, "session_id"));
        assertThat(new String(inactive.getResponseBodyContent(), UTF_8)).isEqualTo("{\"active\":false}");
        for (var form : List.of("", "token=", "token=a&token=b", "token=%zz", "token=%ff")) {
            assertThat(introspect(form).getStatus().value()).as(form).isEqualTo(400);
        }
        checked(introspect("token=x"), 200);
        CONTRACT.checkResponse(introspect("token="));
        wrong("/v1/introspect", MediaType.APPLICATION_JSON, "{}", 415);
        wrong("/v1/introspect", MediaType.APPLICATION_FORM_URLENCODED, "token=" + "x".repeat(8192), 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/introspect", "/v1/sessions", BATCH})
    void contentTypeThatIsNoneIsRefused(String path) throws IOException, InterruptedException {
        // Spring's client does not send such a thing.
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(service.url() + path))
                            .header("Authorization", "Bearer " + INTERNAL)
                            .header("Content-Type", "garbage")
                            .POST(HttpRequest.BodyPublishers.ofString("token=x"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            CONTRACT.checkSchema("Problem", answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "%C2%84", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void addressWithoutASessionIdIsNotFound(String id) {
        var result = service.web()
                .delete()
                .uri(URI.create(service.url() + "/v1/sessions/" + id))
                .headers(headers -> headers.setBearerAuth(INTERNAL))
                .exchange()
                .expectBody()
                .returnResult();

        checked(result, 404);
    }

    @Test
    void callerWithTooManyStreamsGetsNoMore() throws IOException {
        holds("GET /v1/events HTTP/1.1\r\n", 64, new Call(HttpMethod.GET, "/v1/events", null));
    }

    @Test
    void callerWithTooManyBatchesGetsNoMore() throws IOException {
        holds(
                "POST " + BATCH + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n",
                160,
                new Call(HttpMethod.POST, BATCH, "{\"tokens\": [\"x\"]}"));
    }

    @Test
    void callerWithTooManyListsGetsNoMore() throws IOException {
        try (var slow = RealRedis.start();
                var waiting = TestService.start(slow.url(), "--sessions.redis.timeout=30s")) {
            waiting.token();
            slow.pause();
            holds(waiting, "GET /v1/users/42/sessions HTTP/1.1\r\n", 160, LIST);
            slow.resume();

            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> checked(LIST.on(waiting.web(), INTERNAL), 200));
        }
    }

    private static void holds(String head, int count, Call oneMore) throws IOException {
        holds(service, head, count, oneMore);
    }

    /** With so many requests under way one more is 429, which says when to come again. */
    private static void holds(TestService service, String head, int count, Call oneMore) throws IOException {
        var all = head + "Authorization: Bearer " + INTERNAL + "\r\n";
        var server = URI.create(service.url());
        // Some more: a question below may have taken a place before the last of them arrived.
        try (var _ = HeldRequests.send(server, all, count + 16)) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> HeldRequests.status(server, all).endsWith(" 429"));

            var answer = checked(oneMore.on(service.web(), INTERNAL), 429);

            assertThat(answer.getResponseHeaders().getFirst("Retry-After")).isNotNull();
        }
    }

    @Test
    void streamBeginsWithAResyncAndTellsOfTheEndOfASession() {
        var created = service.create("{\"user_id\": \"42\"}");
        var stream = service.web()
                .get()
                .uri("/v1/events")
                .headers(headers -> headers.setBearerAuth(INTERNAL))
                .exchange()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {});
        var session = text(created, "session_id");
        CONTRACT.seen("get /v1/events 200");

        var resyncs = new AtomicInteger();
        StepVerifier.create(stream.getResponseBody()
                        .filter(event -> event.event() != null)
                        // A further one may come at any time.
                        .filter(event -> !"resync".equals(event.event()) || resyncs.incrementAndGet() == 1))
                .assertNext(event -> assertThat(event.event()).isEqualTo("resync"))
                .then(() -> service.post("/v1/sessions/invalidate", tokenOf(created)))
                .assertNext(event -> {
                    assertThat(event.event()).isEqualTo("session-revoked");
                    CONTRACT.checkSchema("SessionRevoked", String.valueOf(event.data()));
                    assertThat(event.data()).contains(session, "\"logout\"", "\"user\"");
                })
                .then(() -> {
                    var old = service.token();
                    service.post("/v1/sessions/rotate", old);
                    service.post("/v1/sessions/verify", old);
                })
                .assertNext(event -> {
                    assertThat(event.event()).isEqualTo("risk-level-change");
                    CONTRACT.checkSchema("SessionAtRisk", String.valueOf(event.data()));
                })
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void withoutTheStoreNothingIsKnownAndNothingIsClaimed() {
        var token = service.token();
        try (var cut = TestService.launch(RealRedis.nowhere())) {
            for (var call : List.of(
                    new Call(HttpMethod.POST, BATCH, "{\"tokens\": [\"" + token + "\"]}"),
                    new Call(HttpMethod.DELETE, "/v1/sessions/" + "A".repeat(43), null),
                    LIST,
                    new Call(HttpMethod.DELETE, "/v1/users/42/sessions", null),
                    new Call(HttpMethod.POST, "/v1/introspect", "token=" + token))) {
                var answer = checked(call.on(cut.web(), INTERNAL), 503);
                assertThat(code(answer)).isEqualTo("store_unavailable");
            }
            var mixed = new Call(HttpMethod.POST, BATCH, "{\"tokens\": [\"x\", \"" + token + "\"]}");
            assertThat(new String(checked(mixed.on(cut.web(), INTERNAL), 200).getResponseBodyContent(), UTF_8))
                    .contains("{\"status\":\"unknown\",\"code\":\"store_unavailable\"}");
        }
    }

    private static EntityExchangeResult<byte[]> call(HttpMethod method, String path, int status) {
        var result = service.web()
                .method(method)
                .uri(URI.create(service.url() + path))
                .headers(headers -> headers.setBearerAuth(INTERNAL))
                .exchange()
                .expectBody()
                .returnResult();
        return checked(result, status);
    }

    private static EntityExchangeResult<byte[]> introspect(String form) {
        return new Call(HttpMethod.POST, "/v1/introspect", form).on(service.web(), INTERNAL);
    }

    private static void wrong(String path, MediaType type, String body, int status) {
        var result = service.web()
                .post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(INTERNAL))
                .contentType(type)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
        CONTRACT.checkResponse(result);
        assertThat(result.getStatus().value()).isEqualTo(status);
    }

    private static EntityExchangeResult<byte[]> checked(EntityExchangeResult<byte[]> result, int status) {
        CONTRACT.checkResponse(result);
        assertThat(result.getStatus().value()).isEqualTo(status);
        return result;
    }

    private static String encoded(String userId) {
        return URLEncoder.encode(userId, UTF_8).replace("+", "%20");
    }
}
