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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "SESSION_SIGNING_KEY=" + TestService.SIGNING_KEY,
            "INTERNAL_API_SECRET=" + INTERNAL,
            "sessions.callers.internal=create,list,revoke,introspect,verify-batch,events"
        })
@AutoConfigureWebTestClient
class ContractIT {
    private static final String VERIFY = "/v1/sessions/verify";
    private static final String EXTEND = "/v1/sessions/extend";
    private static final String ROTATE = "/v1/sessions/rotate";
    private static final String KEY = "a_key_of_twenty-two+_chars";
    private static final String INVALIDATE = "/v1/sessions/invalidate";
    private static final RealRedis REDIS = RealRedis.start();
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    @Autowired
    private WebTestClient web;

    @Autowired
    private MutableClock clock;

    @TestConfiguration
    static class Time {

        @Bean
        MutableClock clock() {
            return new MutableClock();
        }
    }

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry registry) {
        registry.add("sessions.redis.url", REDIS::url);
    }

    @BeforeEach
    void awaitStore() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> web.get()
                        .uri("/health")
                        .exchange()
                        .returnResult(Void.class)
                        .getStatus()
                        .is2xxSuccessful());
    }

    @AfterEach
    void resetClock() {
        clock.shift(Duration.ZERO);
    }

    @AfterAll
    static void everyDocumentedAnswerWasSeen() {
        REDIS.close();
        // 408 takes ten seconds of a stalled body each; the starter's business.
        var expected = new TreeSet<>(CONTRACT.documented());
        expected.removeIf(answer -> answer.endsWith(" 408") || CallersContractIT.covers(answer));

        assertThat(CONTRACT.seen()).isEqualTo(expected);
    }

    @Test
    void sessionLivesThroughItsWholeLife() {
        var created = create("""
                {"user_id": "issuer:\u00fc{}", "ttl": 7200, "idle_ttl": 600, "device": "a phone", "ip": "2001:db8::1",
                 "attributes": {"role": "player \\"1\\""}, "unknown": [1]}""", 201);
        var token = tokenOf(created);
        var verified = post(VERIFY, token, 200);
        var extended = post(EXTEND, token, 200);
        post(INVALIDATE, token, 204);
        var after = post(VERIFY, token, 401);

        assertThat(text(verified, "session_id")).isEqualTo(text(created, "session_id"));
        assertThat(text(verified, "user_id")).isEqualTo("issuer:\u00fc{}");
        assertThat(text(verified, "device")).isEqualTo("a phone");
        assertThat(new String(verified.getResponseBodyContent(), UTF_8))
                .contains("\"attributes\":{\"role\":\"player \\\"1\\\"\"}");
        assertThat(instant(created, "expires_at"))
                .isEqualTo(instant(verified, "created_at").plusSeconds(7200));
        assertThat(instant(created, "idle_expires_at"))
                .isEqualTo(instant(verified, "created_at").plusSeconds(600));
        assertThat(instant(verified, "extend_after"))
                .isEqualTo(instant(verified, "created_at").plusSeconds(60));
        assertThat(instant(extended, "idle_expires_at")).isEqualTo(instant(verified, "idle_expires_at"));
        assertThat(code(after)).isEqualTo("session_invalid");
        assertThat(after.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(created.getResponseHeaders().getCacheControl()).isEqualTo("no-store");
    }

    @Test
    void defaultsApplyWhenOnlyTheUserIsNamed() {
        var created = create("{\"user_id\": \"42\"}", 201);

        var lifetime = Duration.between(Instant.now(), instant(created, "expires_at"));
        assertThat(lifetime).isBetween(Duration.ofHours(23), Duration.ofHours(24));
        assertThat(Duration.between(instant(created, "idle_expires_at"), instant(created, "expires_at")))
                .isEqualTo(Duration.ofHours(23));
    }

    @Test
    void idleTimeIsCappedToTheLifetime() {
        var created = create("{\"user_id\": \"42\", \"ttl\": 60, \"idle_ttl\": 600}", 201);

        assertThat(instant(created, "idle_expires_at")).isEqualTo(instant(created, "expires_at"));
    }

    @Test
    void invalidationIsIdempotentAlsoForAnExpiredToken() {
        var token = tokenOf(create("{\"user_id\": \"42\"}", 201));
        post(INVALIDATE, token, 204);
        post(INVALIDATE, token, 204);
        clock.shift(Duration.ofDays(2));

        assertThat(REDIS.commandsOf(() -> post(INVALIDATE, token, 204))).isEmpty();
    }

    @Test
    void expiredSessionSaysSoAndCostsNoCommand() {
        var token = tokenOf(create("{\"user_id\": \"42\"}", 201));
        clock.shift(Duration.ofDays(2));

        var commands = REDIS.commandsOf(() -> {
            assertThat(code(post(VERIFY, token, 401))).isEqualTo("session_expired");
            assertThat(code(post(EXTEND, token, 401))).isEqualTo("session_expired");
        });

        assertThat(commands).isEmpty();
    }

    @Test
    void idleSessionIsExpired() {
        var token = tokenOf(create("{\"user_id\": \"42\"}", 201));
        clock.shift(Duration.ofHours(1).plusSeconds(31));

        assertThat(code(post(VERIFY, token, 401))).isEqualTo("session_expired");
    }

    @Test
    void verifyOfALiveSessionIsOneCommand() {
        var token = tokenOf(create("{\"user_id\": \"42\"}", 201));

        assertThat(REDIS.commandsOf(() -> post(VERIFY, token, 200))).isEqualTo(Map.of("hget", 1));
    }

    @Test
    void forgedTokenCostsNoCommandAnywhere() {
        var token = tokenOf(create("{\"user_id\": \"42\"}", 201));
        var forged = token.substring(0, 149) + (token.endsWith("A") ? "Q" : "A");
        var unknownKid = token.substring(0, 6) + (token.charAt(6) == 'A' ? 'B' : 'A') + token.substring(7);

        var commands = REDIS.commandsOf(() -> {
            for (var wrong : new String[] {forged, unknownKid, "x", "", "ts1_", "x".repeat(8000)}) {
                assertThat(code(post(VERIFY, wrong, 401))).isEqualTo("session_invalid");
                assertThat(code(post(EXTEND, wrong, 401))).isEqualTo("session_invalid");
                assertThat(code(post(INVALIDATE, wrong, 401))).isEqualTo("session_invalid");
            }
        });

        assertThat(commands).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sessions", VERIFY, EXTEND, ROTATE, INVALIDATE})
    void bodyIsLimitedTypedAndNotEmpty(String path) {
        var commands = REDIS.commandsOf(() -> {
            wrong(path, MediaType.APPLICATION_JSON, "{\"token\": \"" + "x".repeat(8192) + "\"}", 413);
            wrong(path, MediaType.TEXT_PLAIN, "{}", 415);
            wrong(path, MediaType.APPLICATION_JSON, "{", 400);
            wrong(path, MediaType.APPLICATION_JSON, "", 400);
            wrong(path, MediaType.APPLICATION_JSON, "{\"token\": 1, \"user_id\": 1}", 400);
        });

        assertThat(commands).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ttl, 0",
        "ttl, -1",
        "ttl, 2592001",
        "ttl, 9223372036854775807",
        "ttl, 99999999999999999999999",
        "ttl, 1.5",
        "ttl, 1e400",
        "ttl, '\"60\"'",
        "idle_ttl, 0",
        "idle_ttl, -9223372036854775808",
        "idle_ttl, 2592001",
        "device, 7",
        "ip, '\"localhost\"'",
        "attributes, '{\"\": \"x\"}'",
        "attributes, '{\"a\": {}}'"
    })
    void valueOutOfRangeIsABadRequestThatNamesTheMember(String member, String value) {
        var result = wrong(
                "/v1/sessions",
                MediaType.APPLICATION_JSON,
                "{\"user_id\": \"42\", \"" + member + "\": " + value + "}",
                400);

        assertThat(text(result, "detail")).contains(member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "Basic eDp5"})
    void createNeedsACaller(String authorization) {
        var result = web.post()
                .uri("/v1/sessions")
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"user_id\": \"42\"}")
                .exchange()
                .expectBody()
                .returnResult();

        CONTRACT.check(result);
        assertThat(result.getStatus().value()).isEqualTo(401);
        assertThat(result.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .startsWith("Bearer");
    }

    @Test
    void callerThatIsNotListedMayNotCreate() {
        try (var service = TestService.start(REDIS.url(), "--sessions.callers.internal=")) {
            checked(service.create("{\"user_id\": \"42\"}"), 403);
        }
    }

    @Test
    void newTokenTakesTheSessionOver() {
        var created = create("{\"user_id\": \"42\"}", 201);

        var rotated = checked(TestService.post(web, ROTATE, null, "{\"token\": \"" + tokenOf(created) + "\"}"), 200);

        assertThat(text(rotated, "session_id")).isEqualTo(text(created, "session_id"));
        assertThat(text(rotated, "expires_at")).isEqualTo(text(created, "expires_at"));
        assertThat(code(post(VERIFY, tokenOf(created), 401))).isEqualTo("session_invalid");
        post(VERIFY, tokenOf(rotated), 200);
        wrong(ROTATE, MediaType.APPLICATION_JSON, "{\"token\": \"x\", \"overlap\": 61}", 400);
        wrong(ROTATE, MediaType.APPLICATION_JSON, "{\"token\": \"x\", \"overlap\": -1}", 400);
        wrong(ROTATE, MediaType.APPLICATION_JSON, "{\"overlap\": 1}", 400);
        wrong(ROTATE, MediaType.APPLICATION_JSON, "{\"token\": null}", 400);
        assertThat(code(post(ROTATE, "x", 401))).isEqualTo("session_invalid");
    }

    @Test
    void aKeyOfIdempotencyBelongsToOneUser() {
        try (var service = TestService.start(REDIS.url())) {
            var ofOne = service.create("{\"user_id\": \"one\"}", KEY);
            var ofTwo = service.create("{\"user_id\": \"two\"}", KEY);

            checked(ofOne, 201);
            assertThat(text(checked(ofTwo, 201), "session_id")).isNotEqualTo(text(ofOne, "session_id"));
            assertThat(ofTwo.getResponseHeaders().getFirst("Idempotent-Replayed"))
                    .isNull();
        }
    }

    @Test
    void createWithAKeyIsRepeatedAndLimited() {
        try (var service = TestService.start(REDIS.url(), "--sessions.max-per-user=1", "--sessions.on-limit=reject")) {
            var body = "{\"user_id\": \"limited\"}";
            var first = service.create(body, KEY);
            var again = service.create(body, KEY);
            var other = service.create("{\"user_id\": \"limited\", \"ttl\": 9}", KEY);
            var limited = service.create(body, "another_" + KEY);
            checked(first, 201);
            assertThat(text(checked(again, 201), "token")).isEqualTo(text(first, "token"));
            assertThat(again.getResponseHeaders().getFirst("Idempotent-Replayed"))
                    .isEqualTo("true");
            assertThat(code(checked(other, 422))).isEqualTo("idempotency_key_reused");
            assertThat(code(checked(limited, 409))).isEqualTo("session_limit_reached");
            service.post(INVALIDATE, tokenOf(first));
            assertThat(code(checked(service.create(body, KEY), 409))).isEqualTo("session_ended");
            for (var key : List.of("too-short", "x".repeat(129), "with blanks in it, quite long")) {
                assertThat(service.create(body, key).getStatus().value()).isEqualTo(400);
            }
        }
    }

    @Test
    void gatewayLetsASessionThrough() {
        var created = create("{\"user_id\": \"issuer:\u00fc\"}", 201);

        var through = checked(gateway(web, HttpMethod.GET, "Bearer " + tokenOf(created), null), 200);
        var cookie = gateway(web, HttpMethod.DELETE, "Basic eDp5", "a=b; __Host-session=" + tokenOf(created) + "; c");
        var missing = checked(gateway(web, HttpMethod.GET, null, "a=b"), 401);
        var both = gateway(web, HttpMethod.GET, "Bearer x", "__Host-session=" + tokenOf(created));

        assertThat(through.getResponseHeaders().getFirst("X-User-Id")).isEqualTo("issuer:%C3%BC");
        assertThat(through.getResponseHeaders().getFirst("X-Session-Id")).isEqualTo(text(created, "session_id"));
        assertThat(cookie.getStatus().value()).isEqualTo(200);
        assertThat(code(missing)).isEqualTo("unauthenticated");
        assertThat(code(checked(both, 401))).isEqualTo("session_invalid");
    }

    @Test
    void withoutTheStoreNothingIsKnownAndNothingIsClaimed() {
        var token = tokenOf(create("{\"user_id\": \"42\"}", 201));
        try (var service = TestService.launch(RealRedis.nowhere())) {
            unavailable(service.create("{\"user_id\": \"42\"}"), "store_unavailable");
            unavailable(service.post(VERIFY, token), "store_unavailable");
            unavailable(service.post(EXTEND, token), "store_unavailable");
            unavailable(service.post(INVALIDATE, token), "store_unavailable");
            unavailable(service.post(ROTATE, token), "store_unavailable");
            unavailable(service.get("/health"), "store_unavailable");
            unavailable(gateway(service.web(), HttpMethod.GET, "Bearer " + token, null), "store_unavailable");
            assertThat(service.post(VERIFY, "forged").getStatus().value()).isEqualTo(401);
        }
    }

    @Test
    void withoutTheKeyNothingIsKnownEither() {
        var token = tokenOf(create("{\"user_id\": \"42\"}", 201));
        try (var service =
                TestService.start(REDIS.url(), "--SESSION_SIGNING_KEY=", "--sessions.secrets.url=http://localhost:1")) {
            unavailable(service.create("{\"user_id\": \"42\"}"), "key_unavailable");
            unavailable(service.post(VERIFY, token), "key_unavailable");
            unavailable(service.post(EXTEND, token), "key_unavailable");
            unavailable(service.post(INVALIDATE, token), "key_unavailable");
            unavailable(service.post(ROTATE, token), "key_unavailable");
            service.management().get().uri("/readyz").exchange().expectStatus().isEqualTo(503);
            service.management().get().uri("/livez").exchange().expectStatus().isOk();
        }
    }

    @Test
    void healthIsUpWithTheStore() {
        var result = web.get().uri("/health").exchange().expectBody().returnResult();

        CONTRACT.check(result);
        assertThat(text(result, "status")).isEqualTo("up");
    }

    @Test
    void otherMethodsAndAddressesAreProblems() {
        web.get()
                .uri(VERIFY)
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "POST");
        web.delete().uri("/v1/sessions").exchange().expectStatus().isEqualTo(405);
        web.post()
                .uri("/health")
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "GET");
        web.post().uri("/v1/sessions/unknown").exchange().expectStatus().isNotFound();
        web.get()
                .uri("/webjars/swagger-ui/5.32.0/index.html")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private static EntityExchangeResult<byte[]> gateway(
            WebTestClient web, HttpMethod method, @Nullable String authorization, @Nullable String cookie) {
        return web.method(method)
                .uri("/v1/forward-auth")
                .headers(headers -> {
                    if (authorization != null) {
                        headers.set(HttpHeaders.AUTHORIZATION, authorization);
                    }
                    if (cookie != null) {
                        headers.set(HttpHeaders.COOKIE, cookie);
                    }
                })
                .exchange()
                .expectBody()
                .returnResult();
    }

    private EntityExchangeResult<byte[]> create(String body, int status) {
        return checked(TestService.post(web, "/v1/sessions", INTERNAL, body), status);
    }

    private EntityExchangeResult<byte[]> post(String path, String token, int status) {
        return checked(TestService.post(web, path, null, "{\"token\": \"" + token + "\"}"), status);
    }

    private EntityExchangeResult<byte[]> wrong(String path, MediaType type, String body, int status) {
        var result = web.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(INTERNAL))
                .contentType(type)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
        CONTRACT.checkResponse(result);
        assertThat(result.getStatus().value()).isEqualTo(status);
        return result;
    }

    private static EntityExchangeResult<byte[]> checked(EntityExchangeResult<byte[]> result, int status) {
        CONTRACT.check(result);
        assertThat(result.getStatus().value()).isEqualTo(status);
        return result;
    }

    private static void unavailable(EntityExchangeResult<byte[]> result, String code) {
        CONTRACT.check(result);
        assertThat(result.getStatus().value()).isEqualTo(503);
        assertThat(code(result)).isEqualTo(code);
        assertThat(result.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
    }

    private static Instant instant(EntityExchangeResult<byte[]> result, String member) {
        return Instant.parse(text(result, member));
    }
}
