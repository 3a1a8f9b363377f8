package dev.tigrit.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.identity.Digest;
import dev.tigrit.auth.replay.ReplayProperties.RedisUrl;
import dev.tigrit.auth.replay.SeenCredentials.Seen;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class RedisSeenCredentialsIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Longer than the default, for a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Digest CREDENTIAL = Digest.of("issuer", "signed");

    private final RealRedis redis = new RealRedis();
    private final RedisSeenCredentials seen =
            new RedisSeenCredentials(RedisConnection.to(RedisUrl.valueOf(redis.url()), TIMEOUT));

    @BeforeEach
    void connect() {
        seen.connectOnce().block(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        seen.close();
        redis.close();
    }

    @Test
    void firstPresenterIsRemembered() {
        assertThat(present("a")).isEqualTo(Seen.FIRST);
        assertThat(present("a")).isEqualTo(Seen.BY_THE_SAME);
        assertThat(present("b")).isEqualTo(Seen.BY_ANOTHER);
    }

    @Test
    void memoryEndsWithTheLifetime() {
        present("a");

        Long left = redis.ask(r -> r.pttl("auth:replay:" + CREDENTIAL.hex()));
        assertThat(left).isBetween(50_000L, 60_000L);
    }

    @Test
    void ofRacingPresentersOneIsTheFirst() {
        var outcomes = Flux.range(0, 50)
                .flatMap(holder -> seen.present(CREDENTIAL, "holder " + holder, MINUTE), 50)
                .collectList()
                .block(Duration.ofSeconds(10));

        assertThat(outcomes).hasSize(50).containsOnlyOnce(Seen.FIRST).doesNotContain(Seen.BY_THE_SAME);
    }

    @Test
    void outageIsAnErrorAtOnceAndEndsByItself() {
        redis.stop();

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            var started = System.nanoTime();
            assertThatThrownBy(() -> present("a")).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
        });
        redis.startAgain();
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(present("b")).isNotNull());
    }

    @Test
    void addressThatIsNoneIsNamedAndNotQuoted() {
        assertThatThrownBy(() -> RedisConnection.to(RedisUrl.valueOf("of-the-password@nowhere"), TIMEOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("auth.replay.redis-url")
                .hasMessageNotContaining("of-the-password")
                .hasNoCause();
    }

    private Seen present(String holder) {
        return Objects.requireNonNull(seen.present(CREDENTIAL, holder, MINUTE).block(Duration.ofSeconds(5)));
    }
}
