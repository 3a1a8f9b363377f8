package dev.tigrit.sessions.keys;

import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.key.KeyRing;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the keys are for. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

    @Bean
    KeyRing signingKeys(SessionKeys keys) {
        return keys.signing();
    }

    @Bean
    Callers callers(SessionKeys keys, ServiceAccountTokens tokens, SessionsProperties properties, Clock clock) {
        return new Callers(new CallerVerifier(keys.internal(), tokens::verify, clock), properties.callers());
    }

    /** Readiness waits for the signing key. */
    @Bean
    HealthIndicator signingKeyHealthIndicator(KeyRing signingKeys, Clock clock) {
        return () -> (signingKeys.signing(clock.instant()) == null ? Health.down() : Health.up()).build();
    }

    /** What tells that a rotation or Secrets is overdue. */
    @Bean
    MeterBinder keyAge(SessionKeys keys, Clock clock) {
        return registry -> {
            TimeGauge.builder("sessions.key.age", () -> keys.ageOfSigningKey(clock.instant()), TimeUnit.MILLISECONDS)
                    .description("since the version that signs came into use; nothing for a key of the environment")
                    .register(registry);
            TimeGauge.builder(
                            "sessions.key.confirmed", () -> keys.sinceConfirmed(clock.instant()), TimeUnit.MILLISECONDS)
                    .description("since Secrets was last heard to have this key; nothing for a key of the environment")
                    .register(registry);
        };
    }

    /** Half a poll interval is for its jitter and for the call itself. */
    @Bean
    Tokens tokens(SessionKeys keys, RemoteKeys secrets) {
        return new Tokens(keys.signing(), secrets.pollInterval().multipliedBy(3).dividedBy(2));
    }
}
