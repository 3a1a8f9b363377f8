package dev.tigrit.secrets.secret;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The catalogue that is served now. One writer replaces it; no reader sees half of a replacement. As the member {@code catalogue} of the
 * readiness group it is up from the first load on.
 */
@Component("catalogue")
public final class CurrentCatalogue implements HealthIndicator, MeterBinder {

    private final AtomicReference<Catalogue> current = new AtomicReference<>(Catalogue.UNLOADED);
    private final Sinks.Many<Catalogue> changes = Sinks.many().replay().latest();

    public Catalogue get() {
        return current.get();
    }

    /** Called by one thread at a time. */
    public void replace(Catalogue next) {
        if (!next.equals(current.getAndSet(next))) {
            changes.emitNext(next, Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }

    /** The loaded catalogue, then each later one; a slow reader gets the newest and none between. */
    public Flux<Catalogue> changes() {
        return changes.asFlux().onBackpressureLatest();
    }

    @Override
    public Health health() {
        return (get().isLoaded() ? Health.up() : Health.outOfService()).build();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("secrets.revision", this, served -> served.get().revision())
                .description("Revision that is served; 0 before the first load")
                .register(registry);
        Gauge.builder("secrets.keys", this, served -> served.get().secrets().size())
                .description("Keys that are served")
                .register(registry);
    }
}
