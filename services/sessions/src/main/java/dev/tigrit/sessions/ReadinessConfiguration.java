package dev.tigrit.sessions;

import dev.tigrit.starter.key.KeyRing;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** What {@code /readyz} waits for; {@code /livez} knows neither, for a restart would bring back neither. */
@Configuration(proxyBeanMethods = false)
class ReadinessConfiguration {

    /**
     * The store's first answer. Its absence later is not a reason to take this replica's requests away: it is the same for every
     * replica, and with none left clients would hear of no service instead of 503.
     */
    @Bean
    ReactiveHealthIndicator storeHealthIndicator(StoreProbe store) {
        var answered = new AtomicBoolean();
        return () -> answered.get()
                ? Mono.just(health(true))
                : store.answers()
                        .doOnNext(answers -> answered.compareAndSet(false, answers))
                        .map(ReadinessConfiguration::health);
    }

    @Bean
    HealthIndicator signingKeyHealthIndicator(KeyRing signingKeys, Clock clock) {
        return () -> health(signingKeys.signing(clock.instant()) != null);
    }

    private static Health health(boolean up) {
        return (up ? Health.up() : Health.down()).build();
    }
}
