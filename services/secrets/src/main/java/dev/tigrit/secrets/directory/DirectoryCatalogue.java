package dev.tigrit.secrets.directory;

import dev.tigrit.secrets.caller.Callers;
import dev.tigrit.secrets.directory.DirectoryReader.KeyFiles;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.SecretsProperties;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Polls the folder for the life of the service and turns it into catalogues. It remembers what it made, so that versions grow and a key
 * whose files have become invalid keeps its last good value.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("secrets.directory")
class DirectoryCatalogue {

    private static final Logger log = LoggerFactory.getLogger(DirectoryCatalogue.class);

    private final DirectoryReader reader;
    private final SecretsProperties properties;
    private final Clock clock;
    private final Map<String, KeyFiles> seen = new HashMap<>();
    private final Map<String, Long> lastVersions = new HashMap<>();
    private Catalogue catalogue = Catalogue.UNLOADED;
    private boolean readable = true;

    DirectoryCatalogue(SecretsProperties properties, Clock clock) {
        this.reader = new DirectoryReader(properties.requireDirectory());
        this.properties = properties;
        this.clock = clock;
    }

    @Bean
    BackgroundLoop directoryLoop(Callers callers, CurrentCatalogue current) {
        return BackgroundLoop.ofBlocking("directory", properties.pollInterval(), () -> serve(callers, current));
    }

    private void serve(Callers callers, CurrentCatalogue current) {
        var next = load();
        callers.update(next);
        current.replace(next);
    }

    /** The folder's catalogue; the same as before when nothing has changed or the folder cannot be read. */
    Catalogue load() {
        try {
            catalogue = of(reader.read());
            readable = true;
        } catch (IOException e) {
            // Polled each second: logged once, not each time.
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
        var served = catalogue.secrets();
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
        return revision == catalogue.revision() ? catalogue : new Catalogue(revision, next);
    }

    private @Nullable ServedSecret changed(KeyFiles files, @Nullable ServedSecret held) {
        try {
            var heldSecret = held == null ? null : held.secret();
            var secret = SecretFromFiles.of(files, heldSecret, lastVersions.getOrDefault(files.key(), 0L));
            if (secret.equals(heldSecret)) {
                return held;
            }
            lastVersions.merge(secret.key(), secret.version(), Math::max);
            return new ServedSecret(secret, properties.readers().getOrDefault(secret.key(), Set.of()), clock.instant());
        } catch (InvalidDocumentException e) {
            log.atWarn()
                    .addKeyValue("key", files.key())
                    .addKeyValue("reason", e.getMessage())
                    .addKeyValue(
                            "kept_version", held == null ? 0 : held.secret().version())
                    .log("files of a secret are invalid, its last good value is kept");
            return held;
        }
    }
}
