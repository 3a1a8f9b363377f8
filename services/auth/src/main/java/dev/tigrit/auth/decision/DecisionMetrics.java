package dev.tigrit.auth.decision;

import dev.tigrit.auth.decision.Decided.Result;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code auth.decisions} and {@code auth.decision.duration}. Issuer and bot are those of genuine credentials, so they are
 * configured ones; the content of a refused credential is never a label.
 */
final class DecisionMetrics {

    private static final String NONE = "none";

    private static final Duration[] BUCKETS = LongStream.of(50, 100, 250, 1_000, 5_000, 25_000, 100_000, 250_000)
            .mapToObj(micros -> Duration.ofNanos(1_000 * micros))
            .toArray(Duration[]::new);

    private record Labels(
            Result result,
            Method method,
            @Nullable Reason reason,
            @Nullable String issuer,
            @Nullable String bot) {}

    private final MeterRegistry registry;
    private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Method, Timer> timers = new EnumMap<>(Method.class);

    DecisionMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var method : Method.values()) {
            timers.put(
                    method,
                    Timer.builder("auth.decision.duration")
                            .description("from a parsed request to the verdict")
                            .tag("method", lower(method))
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
    }

    void count(Decided decided) {
        var identity = decided.identity();
        var labels = new Labels(
                decided.result(),
                decided.credential().method(),
                decided.reason(),
                identity == null ? null : identity.issuer(),
                identity == null ? null : identity.bot());
        var counter = counters.get(labels);
        if (counter == null) {
            counter = counters.computeIfAbsent(labels, this::register);
        }
        counter.increment();
        Objects.requireNonNull(timers.get(decided.credential().method()))
                .record(System.nanoTime() - decided.startedNanos(), TimeUnit.NANOSECONDS);
    }

    private Counter register(Labels labels) {
        return Counter.builder("auth.decisions")
                .description("verdicts on credentials")
                .tag("result", lower(labels.result))
                .tag("method", lower(labels.method))
                .tag("reason", labels.reason == null ? NONE : lower(labels.reason))
                .tag("issuer", labels.issuer == null ? NONE : labels.issuer)
                .tag("bot", labels.bot == null ? NONE : labels.bot)
                .register(registry);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
