package dev.tigrit.sessions.catalogue;

import static dev.tigrit.sessions.TestService.text;
import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.MutableClock;
import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.bench.Crowd;
import dev.tigrit.sessions.server.RealRedis;
import io.lettuce.core.ScriptOutputType;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

/** How long sessions live, by whose clock, and what they leave behind. */
class LifetimesIT {

    private static RealRedis redis;
    private static TestService service;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        // A hundred thousand creates may make a small machine wait; that is not what is tested here.
        service = TestService.start(redis.url(), "--sessions.redis.timeout=10s");
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    @Test
    @DisplayName(
            "T4: the record alone says that a session lives: one that is lost ends it, and revoke-all still ends the rest")
    void lostRecordEndsTheSession() {
        redis.ask(c -> c.flushall());
        var lost = tokenOf(service.createFor("forgetful"));
        var key = redis.keys().getFirst();
        loseOneField(key);
        var kept = tokenOf(service.createFor("forgetful"));

        assertThat(service.status("verify", lost)).isEqualTo(401);
        assertThat(service.status("verify", kept)).isEqualTo(200);
        assertThat(service.sessionsOf("forgetful")).hasSize(1);
        service.call(HttpMethod.DELETE, "/v1/users/forgetful/sessions");
        assertThat(service.status("verify", kept)).isEqualTo(401);
        var gone = tokenOf(service.createFor("forgetful"));
        redis.ask(c -> c.del(key));
        assertThat(service.status("verify", gone)).isEqualTo(401);
        assertThat(service.status("extend", gone)).isEqualTo(401);
        assertThat(redis.keys()).doesNotContain(key);
    }

    @Test
    @DisplayName("T8: a hundred thousand sessions that run out leave no key and no memory behind")
    void expiredSessionsLeaveNothing() {
        redis.ask(c -> c.flushall());
        var before = usedMemory();

        // Users come back while their old sessions run out, and others never do.
        new Crowd(service).create(100_000, i -> "u" + i % 30_000, ", \"ttl\": 2, \"device\": \"a phone\"");

        await().atMost(Duration.ofSeconds(10)).until(() -> redis.keys().isEmpty());
        assertThat(usedMemory() - before).isLessThan(2_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a:b", "{x}", "{}", "u:{abc}:d", "\u00fc\u0443\u0447\u0430\ud83d\ude00", "a/b?c#d", "'\\\\"})
    @DisplayName("T9: user ids of any text keep their sessions apart and come back as they are")
    void anyTextIsAUserId(String userId) {
        var path = "/v1/users/" + URLEncoder.encode(userId.replace("\\\\", "\\"), StandardCharsets.UTF_8) + "/sessions";
        var created = service.createFor(userId);

        assertThat(text(service.post("/v1/sessions/verify", tokenOf(created)), "user_id"))
                .isEqualTo(userId.replace("\\\\", "\\"));
        var listed = service.web()
                .get()
                .uri(URI.create(service.url() + path))
                .headers(headers -> headers.setBearerAuth(TestService.INTERNAL))
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(listed).contains(text(created, "session_id"));
    }

    @Test
    @DisplayName("T9: a user id of 1 KB is refused, not cut")
    void longUserIdIsRefused() {
        assertThat(service.createFor("x".repeat(1024)).getStatus().value()).isEqualTo(400);
        assertThat(service.call(HttpMethod.GET, "/v1/users/" + "x".repeat(1024) + "/sessions")
                        .getStatus()
                        .value())
                .isEqualTo(400);
    }

    @Test
    @DisplayName(
            "T21: deadlines are the store's: services whose clocks are an hour off neither shorten nor revive a session")
    void skewedClocksMoveNoDeadline() {
        try (var behind = TestService.start(redis.url(), MutableClock.shifted(Duration.ofHours(-1)));
                var ahead = TestService.start(redis.url(), MutableClock.shifted(Duration.ofHours(1)))) {
            for (var skewed : new TestService[] {behind, ahead}) {
                var created = skewed.create("{\"user_id\": \"skewed\", \"ttl\": 7200, \"idle_ttl\": 3600}");
                var lifetime = Duration.between(Instant.now(), Instant.parse(text(created, "expires_at")));
                assertThat(lifetime).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(121));
                assertThat(service.status("verify", tokenOf(created))).isEqualTo(200);
            }
            // Keeps the user's hash, so that it is the deadline in the record that ends the other one.
            var lasting = tokenOf(service.create("{\"user_id\": \"brief\"}"));
            var brief = tokenOf(service.create("{\"user_id\": \"brief\", \"ttl\": 3600, \"idle_ttl\": 1}"));
            // One look, for each would keep the session alive.
            await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
            assertThat(service.status("extend", brief)).isEqualTo(401);

            // For the slow clock the idle deadline is far ahead: it may still verify, but can bring nothing back.
            assertThat(behind.status("extend", brief)).isEqualTo(401);
            assertThat(behind.status("rotate", brief)).isEqualTo(401);
            assertThat(ahead.status("verify", brief)).isEqualTo(401);
            assertThat(service.status("verify", lasting)).isEqualTo(200);
        }
    }

    @Test
    @DisplayName(
            "T23: idle never outlives absolute, an extension goes no further, and steady use is never cut off by the throttle")
    void deadlinesKeepTheirOrder() {
        var start = Instant.now();
        var created = service.create("{\"user_id\": \"steady\", \"ttl\": 16, \"idle_ttl\": 8}");
        var absolute = Instant.parse(text(created, "expires_at"));
        var token = tokenOf(created);

        while (Instant.now().isBefore(start.plusMillis(12_000))) {
            var extended = service.post("/v1/sessions/extend", token);
            assertThat(extended.getStatus().value()).isEqualTo(200);
            assertThat(Instant.parse(text(extended, "idle_expires_at"))).isBeforeOrEqualTo(absolute);
            assertThat(Instant.parse(text(extended, "expires_at"))).isEqualTo(absolute);
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> service.status("extend", token) == 401);
        assertThat(Instant.now()).isAfterOrEqualTo(absolute);
    }

    /** By the store itself: names of fields are bytes and no text. */
    private static void loseOneField(String key) {
        var script = "return redis.call('HDEL', KEYS[1], redis.call('HKEYS', KEYS[1])[1])";
        assertThat(redis.<Long>ask(c -> c.eval(script, ScriptOutputType.INTEGER, key)))
                .isEqualTo(1);
    }

    private static long usedMemory() {
        return redis.ask(c -> c.info("memory"))
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("used_memory:".length()).strip()))
                .sum();
    }
}
