package dev.tigrit.api.client;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this program proves itself by to one service: the projected ServiceAccount token in a file, else INTERNAL_API_SECRET of the
 * environment.
 */
public final class OwnToken {

    private static final Logger log = LoggerFactory.getLogger(OwnToken.class);

    private static final String KEY = "INTERNAL_API_SECRET";

    private final @Nullable Path file;
    private final @Nullable Sensitive internalSecret;

    public OwnToken(@Nullable Path file, EnvironmentKeys environment) {
        this.file = file;
        this.internalSecret = environment
                .findKey(KEY)
                .map(versions -> versions.getFirst().value())
                .orElse(null);
    }

    /** The Authorization header, or null while there is no token; then the service answers 401. */
    public @Nullable String authorization() {
        var token = file == null ? internalSecret() : fromFile(file);
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

    private @Nullable String internalSecret() {
        return internalSecret == null ? null : new String(internalSecret.copy(), StandardCharsets.UTF_8);
    }
}
