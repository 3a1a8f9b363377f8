package dev.tigrit.secrets.directory;

import dev.tigrit.secrets.caller.ReadersProperties;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.ServedSecret;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the folder into catalogues and remembers what it made, for versions that grow and for the last good value of a key whose
 * files have become invalid. Used by one thread at a time.
 */
final class DirectoryCatalogue {

    private static final Logger log = LoggerFactory.getLogger(DirectoryCatalogue.class);

    private final DirectoryReader reader;
    private final ReadersProperties readers;
    private final Clock clock;
    private final Map<String, KeyFiles> seen = new HashMap<>();
    private final Map<String, Long> lastVersions = new HashMap<>();
    private Map<String, ServedSecret> served = Map.of();
    private Catalogue catalogue = Catalogue.UNLOADED;
    private boolean readable = true;

    DirectoryCatalogue(DirectoryReader reader, ReadersProperties readers, Clock clock) {
        this.reader = reader;
        this.readers = readers;
        this.clock = clock;
    }

    /** The folder's catalogue; the same as before when nothing has changed or the folder cannot be read. */
    Catalogue load() {
        try {
            catalogue = of(reader.read());
            readable = true;
        } catch (IOException e) {
            // Polled each second: said once, not each time.
            if (readable) {
                readable = false;
                log.atWarn()
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("secrets.directory cannot be read, it will be tried again");
            }
        }
        return catalogue;
    }

    private Catalogue of(DirectoryReader.Generation generation) {
        var next = new TreeMap<String, ServedSecret>();
        generation.keys().forEach((key, files) -> {
            var secret = files.equals(seen.get(key)) ? served.get(key) : changed(files, served.get(key));
            if (secret != null) {
                next.put(key, secret);
            }
        });
        seen.clear();
        seen.putAll(generation.keys());
        var least = next.equals(served) ? catalogue.revision() : catalogue.revision() + 1;
        var revision = Math.max(Math.max(least, 1), generation.modified().toEpochMilli());
        served = next;
        return revision == catalogue.revision() ? catalogue : new Catalogue(revision, next);
    }

    private @Nullable ServedSecret changed(KeyFiles files, @Nullable ServedSecret held) {
        try {
            var heldSecret = held == null ? null : held.secret();
            var secret = SecretFromFiles.of(files, heldSecret, lastVersions.getOrDefault(files.key(), 0L));
            if (secret.equals(heldSecret)) {
                return held;
            }
            return remembered(secret);
        } catch (KeyFiles.InvalidException e) {
            log.atWarn()
                    .addKeyValue("key", files.key())
                    .addKeyValue("reason", e.getMessage())
                    .addKeyValue(
                            "kept_version", held == null ? 0 : held.secret().version())
                    .log("files of a secret are invalid, its last good value is kept");
            return held;
        }
    }

    private ServedSecret remembered(Secret secret) {
        lastVersions.merge(secret.key(), secret.version(), Math::max);
        return new ServedSecret(secret, readers.of(secret.key()), clock.instant());
    }
}
