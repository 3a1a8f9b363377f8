package dev.tigrit.local.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** A time that a fault lasts. */
record Wait(Duration time) {

    void over() {
        var end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> System.nanoTime() >= end);
    }
}
