package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Jwk;
import dev.tigrit.starter.json.StrictObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a token names the key that signed it: names to look up among the issuer's own keys only.
 *
 * @param kid its name in the set (RFC 7515 section 4.1.4), or null
 * @param thumbprints of its certificate (sections 4.1.7 and 4.1.8)
 */
public record KeyHint(@Nullable String kid, Set<String> thumbprints) {

    private static final int MAX_KID_LENGTH = 128;

    /** A token that names no key. */
    public static final KeyHint NONE = new KeyHint(null, Set.of());

    /** The hint in the header, or null when its {@code kid} is invalid. */
    public static @Nullable KeyHint of(Map<String, Object> header) {
        var kid = header.getOrDefault("kid", StrictObject.NULL);
        if (!kid.equals(StrictObject.NULL) && !(kid instanceof String named && named.length() <= MAX_KID_LENGTH)) {
            return null;
        }
        var thumbprints = new HashSet<String>();
        for (var name : new String[] {"x5t", "x5t#S256"}) {
            if (header.get(name) instanceof String thumbprint) {
                thumbprints.add(Jwk.base64url(thumbprint));
            }
        }
        return new KeyHint(kid instanceof String named ? named : null, thumbprints);
    }
}
