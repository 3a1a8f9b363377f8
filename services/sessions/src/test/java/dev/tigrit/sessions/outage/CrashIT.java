package dev.tigrit.sessions.outage;

import static dev.tigrit.sessions.TestService.text;
import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.ServerProcess;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/**
 * What a crash of the store in the middle of a command leaves behind. The service itself cannot crash between two steps: each of its
 * commands is one command of the store ({@code RoundTripsIT}).
 */
class CrashIT {

    @Test
    @DisplayName("T7: a store that crashes between any two steps of any command has no key without a time to live")
    void everyKeyHasATimeToLiveAfterACrashAtAnyStep() {
        try (var redis =
                ServerProcess.start(ServerProcess.freePort(), "--appendonly", "yes", "--appendfsync", "always")) {
            try (var service =
                    TestService.start(redis.url(), "--sessions.max-per-user=2", "--sessions.extend-throttle=0")) {
                runEveryCommand(service);
            }
            var log = redis.appendOnlyFile();
            var steps = steps(log);
            // Most commands that write are MULTI, two writes and EXEC; Redis 7 leaves MULTI out around a single write.
            assertThat(steps).hasSizeGreaterThan(30);

            var keys = 0;
            for (var step : steps) {
                redis.crashAfter(log, step);
                var left = redis.ask(c -> c.keys("*"));
                var forEver = redis.ask(
                        c -> left.stream().filter(key -> c.pttl(key) < 0).toList());

                assertThat(forEver)
                        .as("keys that never expire after byte %s of %s", step, log.length)
                        .isEmpty();
                keys += left.size();
            }
            assertThat(keys).as("keys that were looked at").isPositive();
        }
    }

    /** Each one on the path that writes, with evictions and expiring replays among the fields. */
    private static void runEveryCommand(TestService service) {
        var first = service.token();
        var repeated = "an-idempotency-key-of-its-own";
        var body = "{\"user_id\": \"42\", \"ttl\": 3600, \"idle_ttl\": 60}";
        var second = tokenOf(service.create(body, repeated));
        assertThat(tokenOf(service.create(body, repeated))).isEqualTo(second);
        assertThat(service.status("verify", first)).isEqualTo(200);
        assertThat(service.status("extend", second)).isEqualTo(200);
        var rotated = text(service.post("/v1/sessions/rotate", second), "token");
        // Evicts the oldest of two.
        var third = service.createFor("42");
        assertThat(service.status("verify", first)).isEqualTo(401);
        var batch = TestService.post(
                service.web(),
                "/v1/sessions/verify-batch",
                TestService.INTERNAL,
                "{\"tokens\": [\"" + rotated + "\", \"" + tokenOf(third) + "\"]}");
        assertThat(batch.getStatus().value()).isEqualTo(200);
        assertThat(service.status("invalidate", rotated)).isEqualTo(204);
        end(service, "/v1/sessions/" + text(third, "session_id"));
        var kept = text(service.createFor("42"), "session_id");
        service.createFor("42");
        end(service, "/v1/users/42/sessions?except=" + kept);
        end(service, "/v1/users/42/sessions");
        service.createFor("another");
        end(service, "/v1/users/another/sessions");
    }

    private static void end(TestService service, String path) {
        assertThat(service.call(HttpMethod.DELETE, path).getStatus().value()).isEqualTo(204);
    }

    /** Where each command of the file ends: {@code *<n>} and n times {@code $<length>} and so many bytes, each line after CRLF. */
    private static List<Integer> steps(byte[] log) {
        var ends = new ArrayList<Integer>();
        var file = ByteBuffer.wrap(log);
        while (file.hasRemaining()) {
            var words = number(file);
            for (var word = 0; word < words; word++) {
                var length = number(file);
                file.position(file.position() + length + 2);
            }
            ends.add(file.position());
        }
        return ends;
    }

    private static int number(ByteBuffer file) {
        var line = new StringBuilder();
        for (var next = file.get(); next != '\n'; next = file.get()) {
            line.append((char) next);
        }
        return Integer.parseInt(line.substring(1).strip());
    }
}
