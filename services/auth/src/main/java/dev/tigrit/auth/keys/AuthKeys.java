package dev.tigrit.auth.keys;

import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The verification keys of the credential types that are on, and the key that proves callers. A key in the environment wins; with the
 * bot token there the service is detached and never calls Secrets, for any key.
 */
@Component("keys")
public final class AuthKeys implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(AuthKeys.class);

    private static final String BOT_TOKEN = "TELEGRAM_BOT_TOKEN";
    private static final String INTERNAL_SECRET = "INTERNAL_API_SECRET";

    private final EnvironmentKeys environment;
    private final RemoteKeys secrets;
    private final boolean mayAskSecrets;
    private final Map<String, KeyRing> followed = new HashMap<>();
    private final List<KeyRing> own = new ArrayList<>();
    private final KeyRing callers;
    private final boolean callersFromSecrets;

    public AuthKeys(EnvironmentKeys environment, RemoteKeys secrets) {
        this.environment = environment;
        this.secrets = secrets;
        this.mayAskSecrets =
                secrets.areConfigured() && environment.find(BOT_TOKEN).isEmpty();
        var given = environment.findKey(INTERNAL_SECRET);
        this.callersFromSecrets = given.isEmpty() && mayAskSecrets && secrets.presentServiceAccount();
        this.callers = given.map(KeyRing::of).orElseGet(KeyRing::empty);
        if (callersFromSecrets) {
            follow(INTERNAL_SECRET, EnvironmentKeys::requireLength, callers);
        }
    }

    /**
     * Versions of the key that proves the caller {@code internal}: from the environment, else from Secrets if this service asks
     * there with the token of its own account. It is optional and may stay empty.
     */
    public KeyRing callers() {
        return callers;
    }

    public boolean mayProveCallers() {
        return callersFromSecrets || !callers.isEmpty();
    }

    /** The same for a key of our own: this service is ready when it is available. */
    public @Nullable KeyRing findOwn(String name, BiFunction<String, Sensitive, Sensitive> rule) {
        var ring = find(name, rule);
        if (ring != null) {
            own.add(ring);
        }
        return ring;
    }

    /**
     * The ring of a key: from the environment, or to be filled from Secrets, or null when neither has it.
     *
     * @param rule returns the value, or throws IllegalStateException naming the key when it is unusable
     * @throws IllegalStateException names the key when its value in the environment is unusable
     */
    public @Nullable KeyRing find(String name, BiFunction<String, Sensitive, Sensitive> rule) {
        var given = environment.findVersions(name, rule);
        if (given.isPresent()) {
            return KeyRing.of(given.get());
        }
        if (!mayAskSecrets) {
            log.atWarn().addKeyValue("key", name).log("key is not set, its credentials are refused");
            return null;
        }
        return followed.computeIfAbsent(name, _ -> follow(name, rule, KeyRing.empty()));
    }

    private KeyRing follow(String name, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring) {
        secrets.follow(name, rule, ring);
        return ring;
    }

    /** Up once the keys of our own are available: of the bots and of the built-in profile. Foreign issuers never gate it. */
    @Override
    public Health health() {
        return (own.stream().noneMatch(KeyRing::isEmpty) ? Health.up() : Health.outOfService()).build();
    }

    /** The first available key of our own, for the references in logs: all replicas have the same. */
    public @Nullable KeyVersion referenceKey(Instant now) {
        for (var ring : own) {
            var key = ring.signing(now);
            if (key != null) {
                return key;
            }
        }
        return null;
    }

    /** Finds the ring of a key, or null when the key is not available. */
    @FunctionalInterface
    public interface Rings {
        /** @param rule returns the value, or throws IllegalStateException naming the key when it is unusable */
        @Nullable
        KeyRing find(String name, BiFunction<String, Sensitive, Sensitive> rule);
    }
}
