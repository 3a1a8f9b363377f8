package dev.tigrit.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The real time, shifted as a test wants it. */
public final class MutableClock extends Clock {

    private final AtomicReference<InstantSource> source = new AtomicReference<>(InstantSource.system());

    public static MutableClock shifted(Duration ahead) {
        var clock = new MutableClock();
        clock.shift(ahead);
        return clock;
    }

    public void shift(Duration ahead) {
        source.set(Clock.offset(Clock.systemUTC(), ahead));
    }

    @Override
    public Instant instant() {
        return source.get().instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
