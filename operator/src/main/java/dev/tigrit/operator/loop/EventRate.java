package dev.tigrit.operator.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** How many Events a namespace may have: a Secret with thousands of keys must not write thousands of them. */
final class EventRate {

    static final int EVENTS = 100;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<String, Window> windows = new HashMap<>();

    private record Window(Instant begun, int events) {}

    EventRate(InstantSource clock) {
        this.clock = clock;
    }

    boolean permits(String namespace) {
        var now = clock.instant();
        var window = windows.compute(
                namespace,
                (_, before) -> before == null || !now.isBefore(before.begun.plus(WINDOW))
                        ? new Window(now, 1)
                        : new Window(before.begun, before.events + 1));
        return window.events <= EVENTS;
    }
}
