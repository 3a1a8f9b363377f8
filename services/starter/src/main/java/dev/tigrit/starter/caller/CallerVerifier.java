package dev.tigrit.starter.caller;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Names the service behind {@code Authorization: Bearer <token>} (RFC 6750 section 2.1). A token equal to an accepted version
 * of the internal key is the caller {@value #INTERNAL}; with an empty ring nobody is.
 */
public final class CallerVerifier {

    public static final String INTERNAL = "internal";

    private static final String SCHEME = "Bearer ";

    private final KeyRing internalKeys;
    private final Clock clock;

    public CallerVerifier(KeyRing internalKeys, Clock clock) {
        this.internalKeys = internalKeys;
        this.clock = clock;
    }

    /** @return the caller's name, or null when the header proves none */
    public @Nullable String verify(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        var token = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        var matched = false;
        for (var version : internalKeys.accepted(clock.instant())) {
            // All versions are compared, so that the time taken does not tell which one matched.
            matched |= version.value().matches(token);
        }
        return matched ? INTERNAL : null;
    }

    /**
     * @return the caller's name
     * @throws ProblemException 401 when the header proves none
     */
    public String require(@Nullable String authorization) {
        var caller = verify(authorization);
        if (caller == null) {
            throw ProblemException.unauthenticated(authorization != null);
        }
        return caller;
    }
}
