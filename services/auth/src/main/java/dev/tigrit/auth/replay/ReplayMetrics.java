package dev.tigrit.auth.replay;

import dev.tigrit.auth.replay.SeenCredentials.Seen;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what the guard learned of each genuine credential as {@code auth.replay}. */
final class ReplayMetrics {

    private final Map<Seen, Counter> known = new EnumMap<>(Seen.class);
    private final Counter unavailable;

    ReplayMetrics(MeterRegistry registry) {
        for (var seen : Seen.values()) {
            known.put(seen, counter(registry, seen.name().toLowerCase(Locale.ROOT)));
        }
        unavailable = counter(registry, "unavailable");
    }

    void seen(Seen seen) {
        var counter = known.get(seen);
        if (counter != null) {
            counter.increment();
        }
    }

    void unavailable() {
        unavailable.increment();
    }

    private static Counter counter(MeterRegistry registry, String seen) {
        return Counter.builder("auth.replay")
                .description("what the replay guard knew of genuine credentials")
                .tag("seen", seen)
                .register(registry);
    }
}
