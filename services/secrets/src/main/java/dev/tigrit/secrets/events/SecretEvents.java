package dev.tigrit.secrets.events;

import dev.tigrit.secrets.caller.ReadersProperties;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.starter.sse.EventStreams;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The stream of one caller: what it may read, as it changes. */
@Component
final class SecretEvents {

    private final CurrentCatalogue current;
    private final ReadersProperties readers;
    private final EventStreams streams;

    SecretEvents(CurrentCatalogue current, ReadersProperties readers, EventStreams streams) {
        this.current = current;
        this.readers = readers;
        this.streams = streams;
    }

    /** Prefetch 1 everywhere: what a slow consumer has not taken is the newest catalogue, not a queue of them. */
    Flux<ServerSentEvent<SecretEvent>> open(String caller) {
        return Flux.defer(() -> {
            var feed = new CallerFeed(readers, caller);
            var news = current.changes()
                    .concatMapIterable(feed::news, 1)
                    .map(event -> ServerSentEvent.builder(event).build());
            return streams.open(news, () -> true);
        });
    }
}
