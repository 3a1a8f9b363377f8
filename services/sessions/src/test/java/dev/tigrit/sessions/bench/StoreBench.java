package dev.tigrit.sessions.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a live session takes of the store: memory, and CPU by call. It is printed, for {@code docs/capacity.md}. */
class StoreBench {

    private static final int SESSIONS = 50_000;
    private static final int CALLS = 20_000;
    private static final String QUIET = "--logging.level.audit=off";

    /** @param rest further members of each body */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "plain, 1, ||",
                "plain, 4, ||",
                "plain, 20, ||",
                "device and ip, 1, |, \"device\": \"Telegram for Android, Pixel 9\", \"ip\": \"203.0.113.7\"|",
                "with 200 bytes of attributes, 1, |, \"attributes\": {\"profile\": \"%s\"}|",
            })
    void bytesOfASession(String name, int ofAUser, String rest) {
        var body = String.format(Locale.ROOT, rest, "x".repeat(186));
        try (var redis = RealRedis.start();
                var service = TestService.start(redis.url(), QUIET)) {
            var crowd = new Crowd(service);
            var before = info(redis, "used_memory:");
            assertThat(crowd.create(SESSIONS, i -> "27905" + i / ofAUser, body)).hasSize(SESSIONS);

            System.out.printf(
                    Locale.ROOT,
                    "%s, %d of each user: %.0f bytes a session%n",
                    name,
                    ofAUser,
                    (info(redis, "used_memory:") - before) / SESSIONS);
        }
    }

    @Test
    void processorTimeOfACall() {
        try (var redis = RealRedis.start();
                var service = TestService.start(redis.url(), QUIET, "--sessions.extend-throttle=0")) {
            var crowd = new Crowd(service);
            var tokens = timed(redis, "create", () -> crowd.create(CALLS, i -> "27905" + i, ""));
            var _ = timed(redis, "verify", () -> crowd.call("verify", tokens, 200));
            var _ = timed(redis, "extend", () -> crowd.call("extend", tokens, 200));
            var rotated = timed(redis, "rotate", () -> crowd.call("rotate", tokens, 200));
            var _ = timed(redis, "invalidate", () -> crowd.call("invalidate", rotated, 204));
        }
    }

    private static <T> T timed(RealRedis redis, String call, Supplier<T> calls) {
        var before = processorTime(redis);
        var result = calls.get();
        System.out.printf(
                Locale.ROOT, "%s: %.1f us of the store%n", call, (processorTime(redis) - before) * 1e6 / CALLS);
        return result;
    }

    /** Seconds, of user and system. */
    private static double processorTime(RealRedis redis) {
        return info(redis, "used_cpu_sys:") + info(redis, "used_cpu_user:");
    }

    private static double info(RealRedis redis, String name) {
        return redis.ask(store -> store.info())
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(
                        line -> Double.parseDouble(line.substring(name.length()).strip()))
                .findFirst()
                .orElseThrow();
    }
}
