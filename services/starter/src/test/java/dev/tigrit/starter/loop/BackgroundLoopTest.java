package dev.tigrit.starter.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class BackgroundLoopTest {

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void taskRunsAgainAfterItsFailureAndNotAfterStop() {
        var loop = new BackgroundLoop("test", Duration.ofMillis(20), () -> {
            runs.incrementAndGet();
            return Mono.error(new IllegalStateException("each time"));
        });

        loop.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> runs.get() >= 3);
        loop.stop();

        var stoppedAt = runs.get();
        assertThat(loop.isRunning()).isFalse();
        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(2)).until(() -> runs.get() <= stoppedAt + 1);
    }

    @Test
    void taskThatThrowsBeforeItMakesItsMonoRunsAgainToo() {
        var loop = new BackgroundLoop("test", Duration.ofMillis(20), () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("each time");
        });

        loop.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> runs.get() >= 3);
        loop.stop();
    }
}
