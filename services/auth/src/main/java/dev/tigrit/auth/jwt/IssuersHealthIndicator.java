package dev.tigrit.auth.jwt;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports for each issuer whether its keys are available, also as {@code auth_issuer_keys_known}. Never down: an issuer without keys
 * takes its own users out of service and nobody else.
 */
@Component("issuers")
final class IssuersHealthIndicator implements HealthIndicator {

    private final JwtVerifier jwt;

    IssuersHealthIndicator(JwtVerifier jwt, MeterRegistry meters) {
        this.jwt = jwt;
        for (var issuer : jwt.issuers()) {
            Gauge.builder("auth.issuer.keys.known", issuer, one -> one.keys().areKnown() ? 1 : 0)
                    .description(
                            "1 while there is a key from each source of the issuer's, else 0: its tokens are answered 503")
                    .tag("issuer", issuer.profile().name())
                    .register(meters);
        }
    }

    @Override
    public Health health() {
        var health = Health.up();
        for (var issuer : jwt.issuers()) {
            health.withDetail(issuer.profile().name(), issuer.keys().areKnown() ? "keys known" : "no keys yet");
        }
        return health.build();
    }
}
