package dev.tigrit.starter.sse;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Streams that beat and end. They end on shutdown, in the first phase, before the server waits for open requests: a stream never
 * ends by itself, so the wait would last until its time-out.
 */
public final class EventStreams implements SmartLifecycle {

    private final Duration heartbeat;
    private final AtomicReference<Sinks.Empty<Void>> end = new AtomicReference<>(Sinks.empty());
    private final AtomicBoolean running = new AtomicBoolean();

    /** @param heartbeat pause between two comments on a stream, below the server's idle time-out */
    public EventStreams(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /**
     * A stream of these events. Prefetch 1: what a slow consumer has not taken waits where it comes from.
     *
     * @param allowed whether the consumer may still have it; asked before each event and each beat, and the stream ends on no
     */
    public <T> Flux<ServerSentEvent<T>> open(Flux<ServerSentEvent<T>> events, BooleanSupplier allowed) {
        return Flux.merge(1, events, this.<T>heartbeats())
                .takeWhile(_ -> allowed.getAsBoolean())
                .takeUntilOther(Flux.defer(() -> end.get().asMono()));
    }

    /** The first at once: it sends the response's header to a consumer for whom there is no event yet. */
    private <T> Flux<ServerSentEvent<T>> heartbeats() {
        return Flux.interval(Duration.ZERO, heartbeat)
                .onBackpressureDrop()
                .map(_ -> ServerSentEvent.<T>builder().comment("heartbeat").build());
    }

    @Override
    public void start() {
        end.set(Sinks.empty());
        running.set(true);
    }

    @Override
    public void stop() {
        running.set(false);
        end.get().emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
