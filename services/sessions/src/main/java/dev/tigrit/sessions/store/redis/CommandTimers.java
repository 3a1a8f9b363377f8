package dev.tigrit.sessions.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code sessions.store.commands}: how long the store takes, by command and outcome, one count for each round trip; and
 * {@code sessions.store.pending}: how many commands wait for an answer.
 */
final class CommandTimers {

    private enum Outcome {
        OK,
        TIMEOUT,
        /** The store says no. */
        REFUSED,
        /** It was not sent: no connection, or too many wait already. */
        REJECTED
    }

    private record Series(String command, Outcome outcome) {}

    private final MeterProvider<Timer> meters;

    /** A look-up in the registry makes and sorts the tags each time. */
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    private final AtomicInteger pending = new AtomicInteger();

    CommandTimers(MeterRegistry registry) {
        meters = Timer.builder("sessions.store.commands")
                .description("round trips to the store")
                .withRegistry(registry);
        Gauge.builder("sessions.store.pending", pending, AtomicInteger::get)
                .description("commands to the store that wait for an answer")
                .register(registry);
    }

    /** @return the same answer once it has been counted: whoever has an answer finds it in the metrics */
    <T> CompletableFuture<T> watch(String command, CompletionStage<T> answer) {
        var start = System.nanoTime();
        pending.incrementAndGet();
        return answer.whenComplete((_, error) -> {
                    pending.decrementAndGet();
                    timers.computeIfAbsent(new Series(command, outcome(error)), this::register)
                            .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                })
                .toCompletableFuture();
    }

    private Timer register(Series of) {
        return meters.withTags(
                "command", of.command, "outcome", of.outcome.name().toLowerCase(Locale.ROOT));
    }

    private static Outcome outcome(@Nullable Throwable error) {
        return switch (error) {
            case null -> Outcome.OK;
            case CompletionException wrapped when wrapped.getCause() != null -> outcome(wrapped.getCause());
            case RedisCommandTimeoutException _ -> Outcome.TIMEOUT;
            case RedisCommandExecutionException _ -> Outcome.REFUSED;
            default -> Outcome.REJECTED;
        };
    }
}
