package dev.tigrit.gamebackend.client;

import dev.tigrit.starter.key.KeyRing;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this program proves itself by to one service: the projected ServiceAccount token in a file, else INTERNAL_API_SECRET. */
public final class OwnToken {

    private static final Logger log = LoggerFactory.getLogger(OwnToken.class);

    private final @Nullable Path file;
    private final KeyRing internalSecret;
    private final Clock clock;

    public OwnToken(@Nullable Path file, KeyRing internalSecret, Clock clock) {
        this.file = file;
        this.internalSecret = internalSecret;
        this.clock = clock;
    }

    /** The Authorization header, or null while there is no token; then the service answers 401. */
    public @Nullable String authorization() {
        var token = file == null ? fromRing() : fromFile(file);
        return token == null ? null : "Bearer " + token;
    }

    /** Read anew for each call: the kubelet replaces it every few minutes, and it is in memory there. */
    private static @Nullable String fromFile(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            log.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("own token cannot be read");
            return null;
        }
    }

    private @Nullable String fromRing() {
        var version = internalSecret.signing(clock.instant());
        try {
            return version == null ? null : version.value().toText().toString();
        } catch (CharacterCodingException _) {
            log.atError().addKeyValue("key", "INTERNAL_API_SECRET").log("is not text");
            return null;
        }
    }
}
