package dev.tigrit.starter.caller;

import dev.tigrit.starter.http.FormBody;
import dev.tigrit.starter.key.KeyRing;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names the service behind {@code Authorization: Bearer <token>} (RFC 6750 section 2.1). A token equal to an accepted version
 * of the internal key is the caller {@value #INTERNAL}; with an empty ring nobody is. Any other token is asked for its service
 * account.
 */
public final class CallerVerifier {

    public static final String INTERNAL = "internal";

    private static final String SCHEME = "Bearer ";
    private static final String BASIC = "Basic ";
    private static final Caller INTERNAL_CALLER = new Caller(INTERNAL, Instant.MAX);

    private final KeyRing internalKeys;
    private final Function<String, @Nullable Caller> tokens;
    private final Clock clock;

    /** @param tokens what else proves a caller: the caller whom a token proves now, or null */
    public CallerVerifier(KeyRing internalKeys, Function<String, @Nullable Caller> tokens, Clock clock) {
        this.internalKeys = internalKeys;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @return the caller, or null when the header proves none */
    public @Nullable Caller verify(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        var token = authorization.substring(SCHEME.length()).strip();
        return isInternal(token) ? INTERNAL_CALLER : tokens.apply(token);
    }

    /**
     * The same, or {@code Basic} with the name {@value #INTERNAL} and the internal key as password (RFC 7617), as clients of OAuth
     * endpoints send it. Each of the two may be form-encoded inside (RFC 6749 section 2.3.1); some clients do it and some do not.
     */
    public @Nullable Caller verifyClient(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return verify(authorization);
        }
        var pair = decode(authorization.substring(BASIC.length()).strip());
        var colon = pair.indexOf(':');
        if (colon < 0 || !INTERNAL.equals(FormBody.decode(pair.substring(0, colon)))) {
            return null;
        }
        var password = pair.substring(colon + 1);
        var decoded = FormBody.decode(password);
        return isInternal(password) || (decoded != null && isInternal(decoded)) ? INTERNAL_CALLER : null;
    }

    /** UTF-8 in base64, or an empty text. */
    private static String decode(String base64) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return "";
        }
    }

    private boolean isInternal(String token) {
        var bytes = token.getBytes(StandardCharsets.UTF_8);
        var matched = false;
        for (var version : internalKeys.accepted(clock.instant())) {
            // All versions are compared, so that the time taken does not tell which one matched.
            matched |= version.value().matches(bytes);
        }
        return matched;
    }
}
