package dev.tigrit.secrets.mode;

import dev.tigrit.secrets.secret.CurrentCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whether something is served, and what. */
@Configuration(proxyBeanMethods = false)
class CatalogueHealth {

    /** The member {@code catalogue} of the readiness group. */
    @Bean
    HealthIndicator catalogueHealthIndicator(CurrentCatalogue current) {
        return () -> (current.get().isLoaded() ? Health.up() : Health.outOfService()).build();
    }

    @Bean
    MeterBinder catalogueMeters(CurrentCatalogue current) {
        return registry -> {
            Gauge.builder("secrets.revision", current, served -> served.get().revision())
                    .description("Revision that is served; 0 before the first load")
                    .strongReference(true)
                    .register(registry);
            Gauge.builder("secrets.keys", current, served -> served.get().all().size())
                    .description("Keys that are served")
                    .strongReference(true)
                    .register(registry);
        };
    }
}
