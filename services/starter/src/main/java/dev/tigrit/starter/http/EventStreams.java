package dev.tigrit.starter.http;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Streams that beat and end. They end on shutdown, in the first phase, before the server waits for open requests: a stream never
 * ends by itself, so the wait would last until its time-out.
 */
public final class EventStreams implements SmartLifecycle {

    /** Of one caller: a stream for each of its replicas, and those that are not yet known to be gone. */
    static final int MAX_OF_ONE_CALLER = 64;

    static final int MAX_IN_ALL = 512;

    private final Duration heartbeat;
    private final AtomicInteger inAll = new AtomicInteger();
    private final Map<String, Integer> byCaller = new ConcurrentHashMap<>();
    private volatile Sinks.Empty<Void> end = Sinks.empty();
    private volatile boolean running;

    /** @param heartbeat pause between two comments on a stream, below the server's idle time-out */
    public EventStreams(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /**
     * A stream of these events. Prefetch 1: what a slow consumer has not taken waits where it comes from. One too many fails with 429,
     * or with 503 when it is not this caller who has many.
     *
     * @param allowed whether the consumer may still have it; asked before each event and each beat, and the stream ends on no
     */
    public <T> Flux<ServerSentEvent<T>> open(String caller, Flux<ServerSentEvent<T>> events, BooleanSupplier allowed) {
        return Flux.defer(() -> {
            var count = byCaller.merge(caller, 1, Integer::sum);
            var all = inAll.incrementAndGet();
            if (count > MAX_OF_ONE_CALLER || all > MAX_IN_ALL) {
                forget(caller);
                return Flux.error(tooMany(count > MAX_OF_ONE_CALLER));
            }
            return Flux.merge(1, events, this.<T>heartbeats())
                    .takeWhile(_ -> allowed.getAsBoolean())
                    .takeUntilOther(Flux.defer(() -> end.asMono()))
                    .doFinally(_ -> forget(caller));
        });
    }

    private void forget(String caller) {
        inAll.decrementAndGet();
        byCaller.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
    }

    private static ProblemException tooMany(boolean ofThisCaller) {
        return new ProblemException(
                ofThisCaller ? RequestProblem.TOO_MANY_REQUESTS : RequestProblem.OVERLOADED,
                "There are too many event streams already.",
                HttpHeaders.RETRY_AFTER,
                "10");
    }

    /** The first at once: it sends the response's header to a consumer for whom there is no event yet. */
    private <T> Flux<ServerSentEvent<T>> heartbeats() {
        return Flux.interval(Duration.ZERO, heartbeat)
                .onBackpressureDrop()
                .map(_ -> ServerSentEvent.<T>builder().comment("heartbeat").build());
    }

    @Override
    public void start() {
        end = Sinks.empty();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        end.emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
