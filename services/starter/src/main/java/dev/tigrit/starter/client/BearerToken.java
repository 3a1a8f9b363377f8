package dev.tigrit.starter.client;

import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.starter.mount.MountedFiles;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this program presents to another one: the token in a file, read again while it runs, else a key that it has. */
public final class BearerToken {

    private final Supplier<@Nullable Sensitive> current;

    /**
     * @param property the configuration key of the file, for the log
     * @param otherwise what is presented without a file; asked for once, and only then
     */
    public BearerToken(
            String property,
            @Nullable Path file,
            Supplier<? extends @Nullable Sensitive> otherwise,
            BackgroundLoops loops) {
        if (file == null) {
            var key = otherwise.get();
            this.current = () -> key;
        } else {
            var token = MountedFiles.ofToken(property, file);
            this.current = token::current;
            loops.add(token.loop());
        }
    }

    /** Whether there is something to present now: a file may still be missing. */
    public boolean isPresent() {
        return current.get() != null;
    }

    /** The value of the Authorization header (RFC 6750 section 2.1), or null while there is no token. */
    @Nullable
    String authorization() {
        var token = current.get();
        return token == null ? null : "Bearer " + token.reveal();
    }
}
