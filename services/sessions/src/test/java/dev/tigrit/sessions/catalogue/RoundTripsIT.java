package dev.tigrit.sessions.catalogue;

import static dev.tigrit.sessions.TestService.text;
import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** The contract's column of store round trips, by the service's own count of what it sends. */
class RoundTripsIT {

    private static final Pattern SENT =
            Pattern.compile("sessions_store_commands_seconds_count\\{command=\"([^\"]+)\",outcome=\"ok\"[^}]*} (\\d+)");
    private static final Pattern PENDING = Pattern.compile("sessions_store_pending (\\d+)");
    private static final String BATCH = "/v1/sessions/verify-batch";

    private static RealRedis redis;
    private static TestService service;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        // Time enough for a look at what waits while the store is stopped.
        service = TestService.start(redis.url(), "--sessions.extend-throttle=0s", "--sessions.redis.timeout=10s");
        var token = service.token();
        service.status("extend", token);
        service.status("rotate", token);
        service.status("invalidate", service.token());
        service.call(HttpMethod.DELETE, "/v1/sessions/" + text(service.createFor("42"), "session_id"));
        service.call(HttpMethod.DELETE, "/v1/users/42/sessions");
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    @Test
    @DisplayName("one round trip for each call")
    void eachCallIsOneRoundTrip() {
        var created = service.createFor("42");
        var token = tokenOf(created);
        var users = "/v1/users/42/sessions";

        assertThat(sentBy(() -> service.createFor("42"))).isEqualTo(Map.of("create", 1L));
        assertThat(sentBy(() -> service.create("{\"user_id\": \"42\"}", "a-key-of-22-characters-or-more")))
                .isEqualTo(Map.of("create", 1L));
        assertThat(sentBy(() -> service.create("{\"user_id\": \"42\"}", "a-key-of-22-characters-or-more")))
                .isEqualTo(Map.of("create", 1L));
        assertThat(sentBy(() -> service.status("verify", token))).isEqualTo(Map.of("find", 1L));
        assertThat(sentBy(() -> service.status("extend", token))).isEqualTo(Map.of("extend", 1L));
        assertThat(sentBy(() -> service.sessionsOf("42"))).isEqualTo(Map.of("find-all", 1L));
        assertThat(sentBy(() -> gateway(token))).isEqualTo(Map.of("find", 1L, "extend", 1L));
        assertThat(sentBy(() -> service.status("rotate", token))).isEqualTo(Map.of("rotate", 1L));
        assertThat(sentBy(() -> service.status("invalidate", token))).isEqualTo(Map.of("invalidate", 1L));
        assertThat(sentBy(() -> service.call(HttpMethod.DELETE, "/v1/sessions/" + text(created, "session_id"))))
                .isEqualTo(Map.of("end", 1L));
        assertThat(sentBy(() -> service.call(HttpMethod.DELETE, users + "?except=" + text(created, "session_id"))))
                .isEqualTo(Map.of("end-all", 1L));
        assertThat(sentBy(() -> service.call(HttpMethod.DELETE, users))).isEqualTo(Map.of("end-all", 1L));
    }

    @Test
    @DisplayName("none for tokens that are forged, of an unknown key, or too long")
    void refusedTokensAreNone() {
        var token = service.token();
        var forged = token.substring(0, 100) + (token.charAt(100) == 'A' ? 'B' : 'A') + token.substring(101);
        var unknown = token.substring(0, 6) + (token.charAt(6) == 'A' ? 'B' : 'A') + token.substring(7);

        var sent = sentBy(() -> {
            for (var wrong : new String[] {forged, unknown, "x".repeat(8000), ""}) {
                for (var operation : new String[] {"verify", "extend", "rotate", "invalidate"}) {
                    assertThat(service.status(operation, wrong)).isEqualTo(401);
                }
                gateway(wrong);
            }
            TestService.post(
                    service.web(),
                    BATCH,
                    TestService.INTERNAL,
                    "{\"tokens\": [\"" + forged + "\", \"" + unknown + "\"]}");
        });

        assertThat(sent).isEmpty();
    }

    @Test
    @DisplayName("a batch is pipelined in windows: the commands of one wait for their answers together")
    void batchIsPipelinedInWindows() {
        var token = service.token();
        var tokens = IntStream.range(0, 1000).mapToObj(_ -> '"' + token + '"').collect(Collectors.joining(","));
        var body = "{\"tokens\": [" + tokens + "]}";
        assertThat(sentBy(() -> TestService.post(service.web(), BATCH, TestService.INTERNAL, body)))
                .isEqualTo(Map.of("find", 1000L));

        redis.pause();
        var answer =
                CompletableFuture.supplyAsync(() -> TestService.post(service.web(), BATCH, TestService.INTERNAL, body));
        try {
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> pending() >= 64);
            assertThat(pending()).isLessThan(128);
        } finally {
            redis.resume();
        }
        answer.join();
    }

    private static void gateway(String token) {
        service.web()
                .get()
                .uri("/v1/forward-auth")
                .header("Authorization", "Bearer " + token)
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static Map<String, Long> sentBy(Runnable call) {
        var before = sent();
        call.run();
        var after = sent();
        before.forEach((command, count) ->
                after.computeIfPresent(command, (_, now) -> now.equals(count) ? null : Long.valueOf(now - count)));
        return after;
    }

    /** The questions whether the store is there are no part of a call. */
    private static Map<String, Long> sent() {
        var counts = new TreeMap<String, Long>();
        var matcher = SENT.matcher(metrics());
        while (matcher.find()) {
            counts.put(matcher.group(1), Long.valueOf(matcher.group(2)));
        }
        counts.keySet().removeIf(command -> command.equals("ping") || command.equals("config"));
        return counts;
    }

    private static long pending() {
        var matcher = PENDING.matcher(metrics());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String metrics() {
        return String.valueOf(service.management()
                .get()
                .uri("/metrics")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }
}
