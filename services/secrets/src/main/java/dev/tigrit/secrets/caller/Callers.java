package dev.tigrit.secrets.caller;

import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.KeyName;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Names callers by {@code INTERNAL_API_SECRET}: from the environment, and when it is not there, from the catalogue itself,
 * whichever versions are in it now. Removing the key from the catalogue ends its callers.
 */
@Component
public final class Callers {

    private static final Logger log = LoggerFactory.getLogger(Callers.class);

    private final Clock clock;
    private final boolean fromEnvironment;
    private final AtomicReference<CallerVerifier> verifier;
    private final AtomicBoolean warned = new AtomicBoolean();

    public Callers(EnvironmentKeys environment, Clock clock) {
        var versions = environment.findKey(KeyName.INTERNAL_API_SECRET);
        this.clock = clock;
        this.fromEnvironment = versions.isPresent();
        this.verifier = new AtomicReference<>(verifier(versions.orElse(List.of())));
    }

    /** Takes the key from a catalogue that is about to be served. */
    public void update(Catalogue catalogue) {
        if (fromEnvironment || !catalogue.isLoaded()) {
            return;
        }
        var served = catalogue.find(KeyName.INTERNAL_API_SECRET);
        if (served == null && warned.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("key", KeyName.INTERNAL_API_SECRET)
                    .log("neither the environment nor the catalogue has the key: every call is answered 401");
        }
        verifier.set(verifier(versions(served)));
    }

    /** @return the caller's name, or null when the header proves none */
    public @Nullable String verify(@Nullable String authorization) {
        var caller = verifier.get().verify(authorization);
        return caller == null ? null : caller.name();
    }

    /**
     * @return the caller's name
     * @throws ProblemException 401 when the header proves none
     */
    public String require(@Nullable String authorization) {
        return verifier.get().require(authorization).name();
    }

    private CallerVerifier verifier(List<KeyVersion> versions) {
        // A new ring each time: KeyRing.update ignores an empty list, and here an empty list means nobody.
        return new CallerVerifier(KeyRing.of(versions), clock);
    }

    private static List<KeyVersion> versions(@Nullable ServedSecret served) {
        return served == null ? List.of() : versions(served.secret());
    }

    private static List<KeyVersion> versions(Secret secret) {
        var versions = new ArrayList<KeyVersion>();
        versions.add(KeyVersion.of(secret.version(), secret.value(), secret.useAfter(), null));
        for (var previous : secret.previous()) {
            versions.add(KeyVersion.of(previous.version(), previous.value(), secret.useAfter(), previous.notAfter()));
        }
        return versions;
    }
}
