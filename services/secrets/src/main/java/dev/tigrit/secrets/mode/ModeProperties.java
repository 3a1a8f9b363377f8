package dev.tigrit.secrets.mode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Exactly one of the two folders is set; what they hold is never merged.
 *
 * @param directory path of the folder with one file per secret; it may be a mounted Kubernetes Secret, and it may appear later
 * @param bundle the other mode
 * @param pollInterval pause between two reads of either folder, a duration such as {@code 1s}; 50 ms to 1 h
 * @param internalCaller whether {@code INTERNAL_API_SECRET} authenticates; absent: in directory mode it does, in bundle mode it
 *     does not
 */
@ConfigurationProperties("secrets")
public record ModeProperties(
        @Nullable Path directory,
        @Nullable Mounted bundle,
        @DefaultValue("1s") Duration pollInterval,
        @Nullable Boolean internalCaller) {

    /**
     * The mounted form of a bundle.
     *
     * @param directory path of the folder with {@code index.json} and its shards; it may be empty, and it may appear later
     */
    public record Mounted(@Nullable Path directory) {}

    private static final Duration MIN_POLL = Duration.ofMillis(50);
    private static final Duration MAX_POLL = Duration.ofHours(1);

    public ModeProperties {
        var both = directory != null && bundle != null && bundle.directory != null;
        var none = directory == null && (bundle == null || bundle.directory == null);
        if (both || none) {
            throw new IllegalArgumentException("exactly one of secrets.directory (one file per secret) and "
                    + "secrets.bundle.directory (the operator's bundle) has to be set; "
                    + (both ? "both are" : "none is"));
        }
        if (pollInterval.compareTo(MIN_POLL) < 0 || pollInterval.compareTo(MAX_POLL) > 0) {
            throw new IllegalArgumentException("secrets.poll-interval has to be from 50ms to 1h");
        }
    }

    /** The folder of directory mode. */
    public Path requireDirectory() {
        return Optional.ofNullable(directory).orElseThrow(() -> unset("secrets.directory"));
    }

    /** The folder of bundle mode. */
    public Path requireBundleDirectory() {
        return Optional.ofNullable(bundle).map(Mounted::directory).orElseThrow(() -> unset("secrets.bundle.directory"));
    }

    private static IllegalStateException unset(String property) {
        return new IllegalStateException(property + " is set to nothing; in the other mode it has to be left out");
    }

    /** Whether {@code INTERNAL_API_SECRET} authenticates. */
    public boolean isInternalCallerOn() {
        return internalCaller == null ? directory != null : internalCaller;
    }
}
