package dev.tigrit.sessions.keys;

import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.client.FollowedKey;
import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The signing key and the key that proves callers, each from the environment or else from Secrets. With the signing key in the
 * environment Secrets is never called, for any key. Callers' key is served only to the token of a service account, and nobody
 * waits for it.
 */
@Component
public final class SessionKeys implements BackgroundWork {

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
    SessionKeys(EnvironmentKeys environment, RemoteKeys secrets, ServiceAccountTokens tokens) {
        var given = environment.findKey(SIGNING_KEY);
        var callers = environment.findKey(INTERNAL_KEY);
        if (given.isEmpty() && !secrets.areConfigured()) {
            throw new IllegalStateException(
                    SIGNING_KEY + " is not set: give it in the environment, or sessions.secrets.url to fetch it");
        }
        signing = given.map(KeyRing::of).orElseGet(KeyRing::empty);
        internal = callers.map(KeyRing::of).orElseGet(KeyRing::empty);
        var callersFromSecrets = given.isEmpty() && callers.isEmpty() && secrets.presentServiceAccount();
        if (internal.isEmpty() && !callersFromSecrets && !tokens.areConfigured()) {
            log.atWarn()
                    .addKeyValue("keys", INTERNAL_KEY + ", tigrit.trust.directory")
                    .log("neither is set, calls that need a caller answer 401");
        }
        var wanted = new ArrayList<FollowedKey>();
        if (given.isEmpty()) {
            wanted.add(new FollowedKey(SIGNING_KEY, EnvironmentKeys::requireLength, signing));
        }
        if (callersFromSecrets) {
            wanted.add(new FollowedKey(INTERNAL_KEY, EnvironmentKeys::requireLength, internal));
        }
        loops = wanted.isEmpty() ? List.of() : secrets.follow(wanted);
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
    public List<BackgroundLoop> loops() {
        return loops;
    }
}
