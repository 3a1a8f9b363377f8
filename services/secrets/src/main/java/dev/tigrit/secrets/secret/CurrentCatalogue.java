package dev.tigrit.secrets.secret;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The catalogue that is served now. One writer replaces it; no reader sees half of a replacement. */
@Component
public final class CurrentCatalogue {

    private final AtomicReference<Catalogue> current = new AtomicReference<>(Catalogue.UNLOADED);
    private final Sinks.Many<Catalogue> changes = Sinks.many().replay().latest();

    public Catalogue get() {
        return current.get();
    }

    /** Called by one thread at a time. */
    public void replace(Catalogue next) {
        if (current.getAndSet(next) != next) {
            changes.emitNext(next, Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }

    /** The loaded catalogue, then each later one; a slow reader gets the newest and none between. */
    public Flux<Catalogue> changes() {
        return changes.asFlux().onBackpressureLatest();
    }
}
