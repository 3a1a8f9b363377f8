package dev.tigrit.secrets.caller;

import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.KeyName;
import dev.tigrit.secrets.secret.SecretsProperties;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.caller.Caller;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Names callers: by the token of their service account, and in directory mode by {@code INTERNAL_API_SECRET}. That key comes from the
 * environment, and when it is not set there, from the catalogue itself, in all versions that it has now. Removing the key from the
 * catalogue ends its callers.
 */
@Component
public final class Callers {

    private static final Logger log = LoggerFactory.getLogger(Callers.class);

    private final ServiceAccountTokens tokens;
    private final Clock clock;
    private final boolean fromCatalogue;
    private final AtomicReference<CallerVerifier> verifier;
    private final AtomicBoolean warned = new AtomicBoolean();

    public Callers(
            SecretsProperties properties, EnvironmentKeys environment, ServiceAccountTokens tokens, Clock clock) {
        var versions = properties.isDirectoryMode()
                ? environment.findKey(KeyName.INTERNAL_API_SECRET)
                : Optional.<List<KeyVersion>>empty();
        this.tokens = tokens;
        this.clock = clock;
        this.fromCatalogue = properties.isDirectoryMode() && versions.isEmpty();
        this.verifier = new AtomicReference<>(verifier(versions.orElse(List.of())));
    }

    public void update(Catalogue catalogue) {
        if (!fromCatalogue || !catalogue.isLoaded()) {
            return;
        }
        var versions = versions(catalogue.find(KeyName.INTERNAL_API_SECRET));
        if (versions.isEmpty() && warned.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("key", KeyName.INTERNAL_API_SECRET)
                    .log("neither the environment nor the catalogue has a usable key: nobody is the caller internal");
        }
        verifier.set(verifier(versions));
    }

    /** @return the caller, or null when the header proves none */
    public @Nullable Caller verify(@Nullable String authorization) {
        return verifier.get().verify(authorization);
    }

    private CallerVerifier verifier(List<KeyVersion> versions) {
        // A new ring each time: KeyRing.update ignores an empty list, and here an empty list means no caller.
        return new CallerVerifier(KeyRing.of(versions), tokens::verify, clock);
    }

    private static List<KeyVersion> versions(@Nullable ServedSecret served) {
        if (served == null) {
            return List.of();
        }
        var secret = served.secret();
        var current = KeyVersion.of(secret.version(), secret.value(), secret.useAfter(), null);
        var previous = secret.previous().stream()
                .map(old -> KeyVersion.of(old.version(), old.value(), secret.useAfter(), old.notAfter()));
        return Stream.concat(Stream.of(current), previous)
                .filter(version -> version.value().length() >= EnvironmentKeys.MIN_KEY_BYTES)
                .toList();
    }
}
