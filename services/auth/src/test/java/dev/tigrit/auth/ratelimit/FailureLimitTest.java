package dev.tigrit.auth.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.origin.Address;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureLimitTest {

    private static final Address ONE = new Address(1, 0);
    private static final Address TWO = new Address(2, 0);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailureLimit limit = new FailureLimit(20, Duration.ofMinutes(1), 1_000, nanos::get);

    @Test
    void failuresUpToTheLimitPassAndTheNextWaits() {
        for (var i = 0; i < 20; i++) {
            assertThat(limit.failed(ONE)).isNull();
        }

        assertThat(limit.failed(ONE)).isEqualTo(Duration.ofSeconds(3));
        assertThat(limit.failed(ONE)).isEqualTo(Duration.ofSeconds(3));
        assertThat(limit.failed(TWO)).isNull();
    }

    @Test
    void oneFailureComesBackAfterAnInterval() {
        for (var i = 0; i < 20; i++) {
            limit.failed(ONE);
        }
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(limit.failed(ONE)).isEqualTo(Duration.ofSeconds(1));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(limit.failed(ONE)).isNull();
        assertThat(limit.failed(ONE)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void quietWindowForgetsEverything() {
        for (var i = 0; i < 25; i++) {
            limit.failed(ONE);
        }
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());

        for (var i = 0; i < 20; i++) {
            assertThat(limit.failed(ONE)).isNull();
        }
    }

    @Test
    void racingFailuresAreAllCounted() {
        var passed = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var i = 0; i < 400; i++) {
                threads.execute(() -> {
                    if (limit.failed(ONE) == null) {
                        passed.incrementAndGet();
                    }
                });
            }
        }

        assertThat(passed).hasValue(20);
    }

    @Test
    void millionAddressesTakeNoMoreRoomThanAllowed() {
        var largest = 0L;
        for (var i = 0; i < 1_000_000; i++) {
            limit.failed(new Address(i, 0));
            if (i % 1_000 == 0) {
                largest = Math.max(largest, limit.size());
            }
        }
        limit.cleanUp();

        // What is evicted beside the requests may be a little late.
        assertThat(largest).isLessThan(4_000);
        assertThat(limit.size()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void wrongValuesAreNamed() {
        var minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new RateLimitProperties(List.of(), 0, minute, 1))
                .hasMessageContaining("auth.rate-limit.failures");
        assertThatThrownBy(() -> new RateLimitProperties(List.of(), 1, Duration.ZERO, 1))
                .hasMessageContaining("auth.rate-limit.window");
        assertThatThrownBy(() -> new RateLimitProperties(List.of(), 1, minute, 0))
                .hasMessageContaining("auth.rate-limit.max-addresses");
    }

    @Test
    void withoutTrustedProxiesThereIsNoLimit() {
        var minute = Duration.ofMinutes(1);

        assertThat(new RateLimitProperties(List.of(), 1, minute, 1).toLimit()).isNull();
        assertThat(new RateLimitProperties(List.of("10.0.0.0/8"), 1, minute, 1).toLimit())
                .isNotNull();
    }
}
