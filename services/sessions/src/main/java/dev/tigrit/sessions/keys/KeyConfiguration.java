package dev.tigrit.sessions.keys;

import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The signing key and the key that proves callers, each from the environment or else from Secrets, and what they are for. With the
 * signing key in the environment Secrets is never called, for any key. Callers' key is served only to the token of a service
 * account, and nobody waits for it.
 */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

    private static final String SIGNING_KEY = "SESSION_SIGNING_KEY";
    private static final String INTERNAL_KEY = "INTERNAL_API_SECRET";

    private final KeyRing signing;
    private final KeyRing internal;

    /** @throws IllegalStateException names what is missing or unusable */
    KeyConfiguration(EnvironmentKeys environment, RemoteKeys secrets, ServiceAccountTokens tokens) {
        var given = environment.findKey(SIGNING_KEY);
        var callers = environment.findKey(INTERNAL_KEY);
        if (given.isEmpty() && !secrets.areConfigured()) {
            throw new IllegalStateException(
                    SIGNING_KEY + " is not set: give it in the environment, or sessions.secrets.url to fetch it");
        }
        signing = given.map(KeyRing::of).orElseGet(KeyRing::empty);
        internal = callers.map(KeyRing::of).orElseGet(KeyRing::empty);
        if (given.isEmpty()) {
            secrets.follow(SIGNING_KEY, EnvironmentKeys::requireLength, signing);
        }
        if (given.isEmpty() && callers.isEmpty() && secrets.presentServiceAccount()) {
            secrets.follow(INTERNAL_KEY, EnvironmentKeys::requireLength, internal);
        } else if (callers.isEmpty() && !tokens.areConfigured()) {
            LoggerFactory.getLogger(KeyConfiguration.class)
                    .atWarn()
                    .addKeyValue("keys", INTERNAL_KEY + ", tigrit.trust.directory")
                    .log("neither is set, calls that need a caller answer 401");
        }
    }

    /** Versions of the key that signs tokens; empty until the first one is here. */
    @Bean
    KeyRing signingKeys() {
        return signing;
    }

    @Bean
    Callers callers(ServiceAccountTokens tokens, SessionsProperties properties, Clock clock) {
        return new Callers(new CallerVerifier(internal, tokens::verify, clock), properties.callers());
    }

    /** Readiness waits for the signing key. */
    @Bean
    HealthIndicator signingKeyHealthIndicator(Clock clock) {
        return () -> (signing.signing(clock.instant()) == null ? Health.down() : Health.up()).build();
    }

    /** What tells that a rotation or Secrets is overdue. */
    @Bean
    MeterBinder keyAge(Clock clock) {
        return registry -> {
            TimeGauge.builder("sessions.key.age", () -> ageOfSigningKey(clock.instant()), TimeUnit.MILLISECONDS)
                    .description("since the version that signs came into use; nothing for a key of the environment")
                    .register(registry);
            TimeGauge.builder("sessions.key.confirmed", () -> sinceConfirmed(clock.instant()), TimeUnit.MILLISECONDS)
                    .description("since Secrets was last heard to have this key; nothing for a key of the environment")
                    .register(registry);
        };
    }

    /** NaN without a version that signs, or when nobody said since when. */
    private double ageOfSigningKey(Instant now) {
        var key = signing.signing(now);
        return key == null || key.useAfter().equals(Instant.EPOCH)
                ? Double.NaN
                : Duration.between(key.useAfter(), now).toMillis();
    }

    /** NaN for a source that is never asked. */
    private double sinceConfirmed(Instant now) {
        var at = signing.confirmedAt();
        return at.equals(Instant.MIN) || at.equals(Instant.MAX)
                ? Double.NaN
                : Duration.between(at, now).toMillis();
    }

    /** Half a poll interval is for its jitter and for the call itself. */
    @Bean
    Tokens tokens(RemoteKeys secrets) {
        return new Tokens(signing, secrets.pollInterval().multipliedBy(3).dividedBy(2));
    }
}
