package dev.tigrit.secrets.directory;

import dev.tigrit.starter.key.Sensitive;
import java.io.Serial;
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

    /** One file, read or not. */
    sealed interface KeyFile {

        /** A file within the limit. */
        record Content(Sensitive bytes, Instant modified) implements KeyFile {}

        /** A file that could not be read. The reason is for the log and never holds content. */
        record Unreadable(String reason) implements KeyFile {}
    }

    /** The files are not a valid secret. The message goes to the log: it names the broken rule, and never content. */
    static final class InvalidException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message, null, false, false);
        }
    }
}
