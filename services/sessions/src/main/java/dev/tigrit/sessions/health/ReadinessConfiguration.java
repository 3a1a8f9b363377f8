package dev.tigrit.sessions.health;

import dev.tigrit.starter.key.KeyRing;
import java.time.Clock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code /readyz} waits for; {@code /livez} knows neither, for a restart would bring back neither. */
@Configuration(proxyBeanMethods = false)
class ReadinessConfiguration {

    @Bean
    ReactiveHealthIndicator storeHealthIndicator(StoreProbe store) {
        return () -> store.answers().map(ReadinessConfiguration::health);
    }

    @Bean
    HealthIndicator signingKeyHealthIndicator(KeyRing signingKeys, Clock clock) {
        return () -> health(signingKeys.signing(clock.instant()) != null);
    }

    private static Health health(boolean up) {
        return (up ? Health.up() : Health.down()).build();
    }
}
