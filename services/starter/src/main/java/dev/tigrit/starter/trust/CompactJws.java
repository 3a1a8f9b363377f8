package dev.tigrit.starter.trust;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a JWS in compact serialization (RFC 7515 section 7.1), in its one canonical spelling: no padding, no other
 * alphabet, no unused bits.
 */
final class CompactJws {

    /** Largest accepted token; one of a service account has about 1 KB. */
    static final int MAX_LENGTH = 8192;

    private final byte[] header;
    private final byte[] payload;
    private final byte[] signature;
    private final byte[] signed;

    private CompactJws(byte[] header, byte[] payload, byte[] signature, byte[] signed) {
        this.header = header;
        this.payload = payload;
        this.signature = signature;
        this.signed = signed;
    }

    /** The parts, or null when these bytes are no such token. */
    static @Nullable CompactJws parse(byte[] token) {
        var first = indexOfDot(token, 0);
        var second = indexOfDot(token, first + 1);
        if (first < 0 || second < 0 || indexOfDot(token, second + 1) >= 0) {
            return null;
        }
        var header = decode(token, 0, first);
        var payload = header == null ? null : decode(token, first + 1, second);
        var signature = payload == null ? null : decode(token, second + 1, token.length);
        return header == null || payload == null || signature == null
                ? null
                : new CompactJws(header, payload, signature, Arrays.copyOf(token, second));
    }

    byte[] header() {
        return header;
    }

    /** Not to be believed before the signature is checked. */
    byte[] payload() {
        return payload;
    }

    byte[] signature() {
        return signature;
    }

    /** What the signature covers, {@code header.payload} as sent. */
    byte[] signed() {
        return signed;
    }

    private static int indexOfDot(byte[] token, int from) {
        for (var i = from; i < token.length; i++) {
            if (token[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    /** Looked at before it is decoded: the decoder's exceptions cost more than all the rest, and anybody can cause them. */
    private static byte @Nullable [] decode(byte[] token, int from, int to) {
        if (from == to || (to - from) % 4 == 1) {
            return null;
        }
        for (var i = from; i < to; i++) {
            if (!isInAlphabet(token[i])) {
                return null;
            }
        }
        var part = Arrays.copyOfRange(token, from, to);
        var bytes = Base64.getUrlDecoder().decode(part);
        // Encoding again is the test for unused bits: they do not survive it.
        return Arrays.equals(Base64.getUrlEncoder().withoutPadding().encode(bytes), part) ? bytes : null;
    }

    private static boolean isInAlphabet(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
