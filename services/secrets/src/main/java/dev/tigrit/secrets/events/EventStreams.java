package dev.tigrit.secrets.events;

import dev.tigrit.secrets.caller.ReadersProperties;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Opens the streams and ends them all on shutdown. It stops in the first phase, before the server waits for open requests: a stream
 * never ends by itself, so the wait would last until its time-out.
 */
@Component
final class EventStreams implements SmartLifecycle {

    private final CurrentCatalogue current;
    private final ReadersProperties readers;
    private final EventsProperties properties;
    private final AtomicReference<Sinks.Empty<Void>> end = new AtomicReference<>(Sinks.empty());
    private final AtomicBoolean running = new AtomicBoolean();

    EventStreams(CurrentCatalogue current, ReadersProperties readers, EventsProperties properties) {
        this.current = current;
        this.readers = readers;
        this.properties = properties;
    }

    /** Prefetch 1 everywhere: what a slow consumer has not taken is the newest catalogue, not a queue of them. */
    Flux<ServerSentEvent<SecretEvent>> open(String caller) {
        return Flux.defer(() -> {
            var feed = new CallerFeed(readers, caller);
            var news = current.changes()
                    .concatMapIterable(feed::news, 1)
                    .map(event -> ServerSentEvent.builder(event).build());
            return Flux.merge(1, news, heartbeats()).takeUntilOther(end.get().asMono());
        });
    }

    /** The first at once: it sends the response's header to a caller that has no keys yet. */
    private Flux<ServerSentEvent<SecretEvent>> heartbeats() {
        return Flux.interval(Duration.ZERO, properties.heartbeat())
                .onBackpressureDrop()
                .map(_ -> ServerSentEvent.<SecretEvent>builder()
                        .comment("heartbeat")
                        .build());
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
