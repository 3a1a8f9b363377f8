package dev.tigrit.starter.caller;

import dev.tigrit.starter.mount.MountedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When somebody last compared the trust document with what the cluster publishes, in the file {@code checked-at} beside it: an RFC 3339
 * time. It changes each minute, and with it alone nobody has to prove anything again; so it is no part of the document.
 */
final class CheckedAt {

    private static final String FILE = "checked-at";

    private final Path directory;
    private volatile @Nullable Instant at;

    CheckedAt(Path directory) {
        this.directory = directory;
        refresh();
    }

    /** Null where nobody keeps the document up to date: then it is all that there is to know. */
    @Nullable
    Instant at() {
        return at;
    }

    void refresh() {
        try {
            at = Instant.parse(Files.readString(MountedFiles.folder(directory).resolve(FILE), StandardCharsets.UTF_8)
                    .strip());
        } catch (IOException | DateTimeException _) {
            at = null;
        }
    }
}
