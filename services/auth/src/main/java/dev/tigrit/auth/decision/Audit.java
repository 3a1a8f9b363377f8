package dev.tigrit.auth.decision;

import dev.tigrit.auth.decision.Decided.Result;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.starter.log.AuditLine;
import dev.tigrit.starter.log.References;
import dev.tigrit.starter.problem.ProblemCode;
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
import org.springframework.stereotype.Component;

/**
 * Counts each decision, as {@code auth.decisions} and {@code auth.decision.duration}, and writes its line. Neither blocks nor fails.
 * Issuer and bot are those of genuine credentials, so they are configured ones; the content of a refused credential is never a label.
 */
@Component
public final class Audit {

    private static final String MESSAGE = "credential decision";

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
    private final References references;

    public Audit(References references, MeterRegistry registry) {
        this.references = references;
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

    void note(Decided decided) {
        count(decided);
        var line = AuditLine.of(MESSAGE)
                .with("operation", decided.operation())
                .with("method", decided.credential().method())
                .with("result", decided.result())
                .with("reason", decided.reason())
                .with("caller", decided.caller());
        var identity = decided.identity();
        if (identity == null) {
            line.with(
                    "credential",
                    references.of("credential", decided.credential().text()));
        } else {
            // What was signed, so that all spellings of one credential look alike.
            line.with("issuer", identity.issuer())
                    .with("bot", identity.bot())
                    .with("user", references.of("user", identity.userId()))
                    .with("credential", references.of("credential", identity.signedDigest()));
        }
        line.write();
    }

    /** A caller, null when it proved no name, named a user without a credential; without a refusal it was allowed. */
    public void vouched(String userId, @Nullable String caller, @Nullable ProblemCode refusal) {
        AuditLine.of(MESSAGE)
                .with("operation", "ensure-user")
                .with("method", "vouched")
                .with("result", refusal == null ? Decided.Result.ACCEPTED : Decided.Result.REJECTED)
                .with("reason", refusal == null ? null : refusal.name().toLowerCase(Locale.ROOT))
                .with("caller", caller)
                .with("user", references.of("user", userId))
                .write();
    }

    private void count(Decided decided) {
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
