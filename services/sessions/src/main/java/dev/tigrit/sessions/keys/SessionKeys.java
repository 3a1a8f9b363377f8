package dev.tigrit.sessions.keys;

import dev.tigrit.sessions.client.secrets.SecretsClient;
import dev.tigrit.sessions.client.secrets.WantedKey;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The signing key and the key that proves callers. With the signing key in the environment Secrets is never called, for any key;
 * otherwise it is fetched from there. Callers' key is the environment's alone: Secrets does not hand it to who authenticates with
 * it.
 */
@Component
public final class SessionKeys implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SessionKeys.class);
    private static final String SIGNING_KEY = "SESSION_SIGNING_KEY";
    private static final String INTERNAL_KEY = "INTERNAL_API_SECRET";

    private final KeyRing signing;
    private final KeyRing internal;
    private final List<BackgroundLoop> loops;

    /**
     * Finds the keys or where to fetch them.
     *
     * @throws IllegalStateException names what is missing or unusable
     */
    SessionKeys(EnvironmentKeys environment, SecretsClient secrets) {
        var given = environment.findKey(SIGNING_KEY);
        var callers = environment.findKey(INTERNAL_KEY);
        if (callers.isEmpty()) {
            log.atWarn().addKeyValue("key", INTERNAL_KEY).log("key is not set, calls that need a caller answer 401");
        }
        internal = KeyRing.of(callers.orElse(List.of()));
        if (given.isPresent()) {
            signing = KeyRing.of(given.get());
            loops = List.of();
            return;
        }
        if (!secrets.isConfigured()) {
            throw new IllegalStateException(
                    SIGNING_KEY + " is not set: give it in the environment, or sessions.secrets.url to fetch it");
        }
        signing = KeyRing.empty();
        var bearer = callers.orElseThrow(() -> new IllegalStateException(
                        INTERNAL_KEY + " is not set; it is needed to read keys from sessions.secrets.url"))
                .getFirst()
                .value();
        loops = secrets.follow(List.of(new WantedKey(SIGNING_KEY, EnvironmentKeys::requireLength, signing)), bearer);
    }

    /** Versions of the key that signs tokens; empty until the first one is here. */
    KeyRing signing() {
        return signing;
    }

    /** Milliseconds since the version that signs came into use; NaN without one, or when nobody said since when. */
    double ageOfSigningKey(Instant now) {
        var key = signing.signing(now);
        return key == null || key.useAfter().equals(Instant.EPOCH)
                ? Double.NaN
                : Duration.between(key.useAfter(), now).toMillis();
    }

    /** Milliseconds since the source last said that these are the versions; NaN for a source that is never asked. */
    double sinceConfirmed(Instant now) {
        var at = signing.confirmedAt();
        return at.equals(Instant.MIN) || at.equals(Instant.MAX)
                ? Double.NaN
                : Duration.between(at, now).toMillis();
    }

    /** Versions of the key that proves callers; empty when nobody can be proved. */
    KeyRing internal() {
        return internal;
    }

    @Override
    public void start() {
        loops.forEach(BackgroundLoop::start);
    }

    @Override
    public void stop() {
        loops.forEach(BackgroundLoop::stop);
    }

    @Override
    public boolean isRunning() {
        return loops.stream().anyMatch(BackgroundLoop::isRunning);
    }
}
