package dev.tigrit.auth.keys;

import dev.tigrit.auth.client.jwks.JwksClient;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready once the keys of every accepted credential type are here. */
@Component("keys")
final class KeysHealthIndicator implements HealthIndicator {

    private final AuthKeys keys;
    private final JwksClient jwks;

    KeysHealthIndicator(AuthKeys keys, JwksClient jwks) {
        this.keys = keys;
        this.jwks = jwks;
    }

    @Override
    public Health health() {
        return (keys.areComplete() && jwks.isComplete() ? Health.up() : Health.outOfService()).build();
    }
}
