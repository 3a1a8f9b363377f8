package dev.tigrit.auth.keys;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready once the keys of our own are here: of the bots and of the built-in profile. Issuers of others never gate it. */
@Component("keys")
final class KeysHealthIndicator implements HealthIndicator {

    private final AuthKeys keys;

    KeysHealthIndicator(AuthKeys keys) {
        this.keys = keys;
    }

    @Override
    public Health health() {
        return (keys.areComplete() ? Health.up() : Health.outOfService()).build();
    }
}
