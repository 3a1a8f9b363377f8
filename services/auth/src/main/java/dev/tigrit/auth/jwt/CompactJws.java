package dev.tigrit.auth.jwt;

import com.nimbusds.jose.util.Base64URL;
import dev.tigrit.starter.json.StrictObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact serialization (RFC 7515 section 7.1), in its one canonical spelling: no padding, no other alphabet, no
 * unused bits, no white space (draft-ietf-oauth-rfc8725bis, "Check JWT Format Type").
 */
final class CompactJws {

    private final Map<String, Object> header;
    private final byte[] payload;
    private final String signed;
    private final Base64URL signature;

    private CompactJws(Map<String, Object> header, byte[] payload, String signed, Base64URL signature) {
        this.header = header;
        this.payload = payload;
        this.signed = signed;
        this.signature = signature;
    }

    /** The parts, or null when the text is not such a token. */
    static @Nullable CompactJws parse(String token) {
        var first = token.indexOf('.');
        var second = token.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || second == token.length() - 1 || token.indexOf('.', second + 1) >= 0) {
            return null;
        }
        var header = decode(token.substring(0, first));
        var payload = decode(token.substring(first + 1, second));
        var signature = token.substring(second + 1);
        if (header == null || payload == null || decode(signature) == null) {
            return null;
        }
        var parameters = StrictObject.read(header);
        return parameters == null
                ? null
                : new CompactJws(parameters, payload, token.substring(0, second), new Base64URL(signature));
    }

    /** Members of the JOSE header. */
    Map<String, Object> header() {
        return header;
    }

    /** Members of the payload, not to be believed before the signature is checked; null when it is no JSON object. */
    @Nullable
    Map<String, Object> claims() {
        return StrictObject.read(payload);
    }

    /** What the signature covers, {@code header.payload} as sent. */
    String signed() {
        return signed;
    }

    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.US_ASCII);
    }

    Base64URL signature() {
        return signature;
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
