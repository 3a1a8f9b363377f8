package dev.tigrit.secrets.directory;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The folder that is served.
 *
 * @param directory path of the folder; it may be a mounted Kubernetes Secret, and it may appear later
 * @param pollInterval pause between two reads of the folder, a duration such as {@code 1s}; 50 ms to 1 h
 */
@ConfigurationProperties("secrets")
record DirectoryProperties(
        @Nullable Path directory, @DefaultValue("1s") Duration pollInterval) {

    private static final Duration MIN_POLL = Duration.ofMillis(50);
    private static final Duration MAX_POLL = Duration.ofHours(1);

    DirectoryProperties {
        if (directory == null || directory.toString().isBlank()) {
            throw new IllegalArgumentException("secrets.directory is not set: the folder with one file per secret");
        }
        if (pollInterval.compareTo(MIN_POLL) < 0 || pollInterval.compareTo(MAX_POLL) > 0) {
            throw new IllegalArgumentException("secrets.poll-interval has to be from 50ms to 1h");
        }
    }

    DirectoryReader toReader() {
        if (directory == null) {
            throw new IllegalStateException("the constructor refuses it");
        }
        return new DirectoryReader(directory);
    }
}
