package dev.tigrit.auth.jwt;

import com.nimbusds.jose.util.Base64URL;
import dev.tigrit.auth.json.StrictObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact serialization (RFC 7515 section 7.1), in its one canonical spelling: no padding, no other alphabet, no
 * unused bits, no white space (draft-ietf-oauth-rfc8725bis, "Check JWT Format Type").
 *
 * @param header members of the JOSE header
 * @param claims members of the payload; not to be believed before the signature is checked
 * @param signed what the signature covers, {@code header.payload} as sent
 */
record CompactJws(Map<String, Object> header, Map<String, Object> claims, String signed, Base64URL signature) {

    /** Largest accepted token. */
    static final int MAX_LENGTH = 8192;

    /** The parts, or null when the text is not such a token. */
    static @Nullable CompactJws parse(String token) {
        if (token.length() > MAX_LENGTH) {
            return null;
        }
        var first = token.indexOf('.');
        var second = token.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            return null;
        }
        var header = object(token.substring(0, first));
        var claims = object(token.substring(first + 1, second));
        if (header == null || claims == null || decode(token.substring(second + 1)) == null) {
            return null;
        }
        return new CompactJws(header, claims, token.substring(0, second), new Base64URL(token.substring(second + 1)));
    }

    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.US_ASCII);
    }

    private static @Nullable Map<String, Object> object(String part) {
        var bytes = decode(part);
        return bytes == null ? null : StrictObject.read(bytes);
    }

    private static byte @Nullable [] decode(String part) {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            // Encoding again is the test for one spelling: padding and unused bits do not survive it.
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part) ? bytes : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
