package dev.tigrit.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.replay.ReplayProperties;
import dev.tigrit.auth.replay.ReplayProperties.Mode;
import dev.tigrit.auth.replay.ReplayProperties.OnOutage;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class RedisUsedCredentialsIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Longer than the default, for a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String CREDENTIAL = Identity.digest("issuer", new byte[] {1});

    private final RealRedis redis = new RealRedis();
    private final RedisUsedCredentials used = at(redis.url());

    @BeforeEach
    void connect() {
        used.connectOnce().block(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        used.close();
        redis.close();
    }

    @Test
    void firstUseIsRemembered() {
        assertThat(use()).isTrue();
        assertThat(use()).isFalse();
    }

    @Test
    void memoryEndsWithTheLifetime() {
        use();

        Long left = redis.ask(r -> r.pttl("auth:replay:" + CREDENTIAL));
        assertThat(left).isBetween(50_000L, 60_000L);
    }

    @Test
    void ofRacingUsesOneIsTheFirst() {
        var outcomes = Flux.range(0, 50)
                .flatMap(_ -> used.use(CREDENTIAL, MINUTE), 50)
                .collectList()
                .block(Duration.ofSeconds(10));

        assertThat(outcomes).hasSize(50).containsOnlyOnce(true);
    }

    @Test
    void outageIsAnErrorAtOnceAndEndsByItself() {
        redis.stop();

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            var started = System.nanoTime();
            assertThatThrownBy(() -> use()).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
        });
        redis.startAgain();
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().untilAsserted(() -> use());
    }

    @Test
    void addressThatIsNoneIsNamedAndNotQuoted() {
        assertThatThrownBy(() -> at("of-the-password@nowhere"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("auth.replay.redis-url")
                .hasMessageNotContaining("of-the-password")
                .hasNoCause();
    }

    private boolean use() {
        return Objects.requireNonNull(used.use(CREDENTIAL, MINUTE).block(Duration.ofSeconds(5)));
    }

    private static RedisUsedCredentials at(String url) {
        var properties = new ReplayProperties(Mode.ONCE, Sensitive.valueOf(url), OnOutage.REFUSE, TIMEOUT);
        return new RedisUsedCredentials(properties, new BackgroundLoops());
    }
}
