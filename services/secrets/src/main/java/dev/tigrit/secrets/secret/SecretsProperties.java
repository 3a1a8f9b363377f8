package dev.tigrit.secrets.secret;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the secrets come from. Exactly one of the two folders is set; their contents are never merged.
 *
 * @param directory path of the folder with one file per secret; it may be a mounted Kubernetes Secret, and it may appear later
 * @param bundle the other mode
 * @param pollInterval pause between two reads of either folder, a duration such as {@code 1s}; 50 ms to 1 h
 * @param readers directory mode: callers by key, {@code internal} or {@code <namespace>/<serviceaccount>}; a key that is not listed is
 *     readable by nobody. In bundle mode each entry lists its readers
 */
@ConfigurationProperties("secrets")
public record SecretsProperties(
        @Nullable Path directory,
        @Nullable Mounted bundle,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue Map<String, Set<String>> readers) {

    private static final Duration MIN_POLL = Duration.ofMillis(50);
    private static final Duration MAX_POLL = Duration.ofHours(1);

    /** @param directory path of the folder with {@code index.json} and its shards; it may be empty, and it may appear later */
    public record Mounted(@Nullable Path directory) {}

    public SecretsProperties {
        var bundleDirectory = bundle == null ? null : bundle.directory;
        if ((directory == null) == (bundleDirectory == null)) {
            throw new IllegalArgumentException("exactly one of secrets.directory (one file per secret) and "
                    + "secrets.bundle.directory (the operator's bundle) has to be set; "
                    + (directory == null ? "none is" : "both are"));
        }
        if (pollInterval.compareTo(MIN_POLL) < 0 || pollInterval.compareTo(MAX_POLL) > 0) {
            throw new IllegalArgumentException("secrets.poll-interval has to be from 50ms to 1h");
        }
        readers.forEach(SecretsProperties::check);
    }

    private static void check(String key, Set<String> callers) {
        if (!KeyName.isValid(key)) {
            throw new IllegalArgumentException("secrets.readers." + key + ": a key is named " + KeyName.REGEX);
        }
        for (var caller : callers) {
            if (!ServedSecret.isReader(caller)) {
                throw new IllegalArgumentException("secrets.readers." + key + ": " + caller
                        + " is neither internal nor <namespace>/<serviceaccount>");
            }
        }
    }

    public boolean isDirectoryMode() {
        return directory != null;
    }

    public Path requireDirectory() {
        return require(directory, "secrets.directory");
    }

    public Path requireBundleDirectory() {
        return require(bundle == null ? null : bundle.directory, "secrets.bundle.directory");
    }

    private static Path require(@Nullable Path folder, String property) {
        if (folder == null) {
            throw new IllegalStateException(property + " is set to nothing; in the other mode it has to be left out");
        }
        return folder;
    }
}
