package dev.tigrit.secrets.directory;

import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of one key, as they are: {@code KEY}, those of {@code KEY.previous.<n>} by the text in the place of n, and
 * {@code KEY.meta.json}, or null.
 */
record KeyFiles(
        String key,
        KeyFile current,
        Map<String, KeyFile> previous,
        @Nullable KeyFile meta) {

    sealed interface KeyFile {

        record Content(Sensitive bytes, Instant modified) implements KeyFile {}

        /** A file that could not be read. The reason is for the log and never holds content. */
        record Unreadable(String reason) implements KeyFile {}
    }
}
