package dev.tigrit.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StartUpIT {

    @ParameterizedTest
    @CsvSource({
        "--SESSION_SIGNING_KEY=short, SESSION_SIGNING_KEY has 5 bytes",
        "--INTERNAL_API_SECRET=short, INTERNAL_API_SECRET has 5 bytes",
        "--SESSION_SIGNING_KEY=, SESSION_SIGNING_KEY is not set",
        "--sessions.ttl=0s, sessions.ttl has to be",
        "--sessions.ttl=31d, sessions.ttl has to be",
        "--sessions.idle-ttl=-1s, sessions.idle-ttl has to be",
        "--sessions.extend-throttle=-1s, sessions.extend-throttle has to be",
        "--sessions.redis.verify-timeout=0, sessions.redis.verify-timeout has to be",
        "--sessions.redis.request-queue-size=0, sessions.redis.request-queue-size has to be"
    })
    void wrongValueStopsStartUpAndIsNamed(String argument, String message) {
        assertThatThrownBy(() -> TestService.start(RealRedis.nowhere(), argument))
                .rootCause()
                .hasMessageStartingWith(message);
    }

    @Test
    void wrongAddressOfTheStoreIsNamedWithoutItsPassword(CapturedOutput output) {
        assertThatThrownBy(() -> TestService.start("http://user:hunter2@localhost"))
                .rootCause()
                .hasMessage(
                        "sessions.redis.url is not a redis://, rediss://, redis-sentinel:// or rediss-sentinel:// address");
        assertThat(output.getAll()).doesNotContain("hunter2");
    }

    @Test
    void withoutTheInternalSecretNobodyIsACallerAndALineSaysSo(CapturedOutput output) {
        try (var service = TestService.start(RealRedis.nowhere(), "--INTERNAL_API_SECRET=")) {
            assertThat(service.create("{\"user_id\": \"42\"}").getStatus().value())
                    .isEqualTo(401);
            assertThat(output.getAll().lines().filter(line -> line.contains("calls that need a caller answer 401")))
                    .hasSize(1);
        }
    }

    @Test
    void storeThatMayEvictSessionsIsWarnedOf(CapturedOutput output) {
        try (var redis = RealRedis.start()) {
            redis.ask(c -> c.configSet("maxmemory-policy", "allkeys-lru"));
            try (var service = TestService.start(redis.url())) {
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> output.getAll().contains("the store may evict sessions"));
                assertThat(service.status("/health")).isEqualTo(200);
            }
        }
    }

    /** The commands that the README lists for the store's ACL. */
    @Test
    void storeUserNeedsOnlyTheDocumentedRights() {
        var rights =
                ("SETUSER app on >pw ~u:* resetchannels &tigrit:sessions:* +hget +hgetall +hkeys +hexists +hset +hdel +del +pttl +pexpireat"
                                + " +time +eval +evalsha +publish +subscribe +unsubscribe +ping +hello +client|setinfo")
                        .split(" ", -1);
        try (var redis = RealRedis.start()) {
            redis.ask(c -> c.dispatch(
                    CommandType.ACL,
                    new StatusOutput<>(StringCodec.UTF8),
                    new CommandArgs<>(StringCodec.UTF8).addValues(List.of(rights))));
            try (var service = TestService.start(redis.url().replace("//", "//app:pw@"))) {
                await().atMost(Duration.ofSeconds(5)).until(() -> service.status("/health") == 200);
                var token = service.token();

                assertThat(service.post("/v1/sessions/verify", token)
                                .getStatus()
                                .value())
                        .isEqualTo(200);
                assertThat(service.post("/v1/sessions/extend", token)
                                .getStatus()
                                .value())
                        .isEqualTo(200);
                assertThat(service.post("/v1/sessions/invalidate", token)
                                .getStatus()
                                .value())
                        .isEqualTo(204);
            }
        }
    }
}
