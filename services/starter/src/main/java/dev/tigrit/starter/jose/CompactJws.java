package dev.tigrit.starter.jose;

import dev.tigrit.starter.json.StrictObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact serialization (RFC 7515 section 7.1), in its one canonical spelling: no padding, no other alphabet, no unused
 * bits, no white space (draft-ietf-oauth-rfc8725bis, "Check JWT Format Type").
 */
public final class CompactJws {

    /**
     * Parameters that change what the token means: their presence is a refusal (RFC 7515 section 4.1.11, RFC 7797, RFC 7516). Those
     * that point at a key ({@code jku}, {@code x5u}, {@code x5c}, {@code jwk}) are not looked at: the configured keys decide.
     */
    private static final Set<String> REFUSED_PARAMETERS = Set.of("crit", "b64", "zip", "enc", "epk", "p2c", "p2s");

    private record Header(ByteBuffer encoded, Map<String, Object> parameters) {}

    private static final int HEADERS = 64;
    private static final int LONGEST_KNOWN = 512;
    private static final AtomicReferenceArray<@Nullable Header> KNOWN = new AtomicReferenceArray<>(HEADERS);

    private static final byte NOT_BASE64URL = -1;
    private static final byte[] VALUES = values();

    private final Map<String, Object> header;
    private final byte[] payload;
    private final byte[] signature;
    private final byte[] signed;

    private CompactJws(Map<String, Object> header, byte[] payload, byte[] signature, byte[] signed) {
        this.header = header;
        this.payload = payload;
        this.signature = signature;
        this.signed = signed;
    }

    /** The parts, or null when the text is not such a token. */
    public static @Nullable CompactJws parse(String token) {
        // What is not ASCII becomes a question mark, which is not in the alphabet either.
        var bytes = token.getBytes(StandardCharsets.US_ASCII);
        var first = indexOfDot(bytes, 0);
        var second = indexOfDot(bytes, first + 1);
        if (first <= 0 || second < 0 || second == bytes.length - 1 || indexOfDot(bytes, second + 1) >= 0) {
            return null;
        }
        var payload = decode(bytes, first + 1, second);
        var signature = payload == null ? null : decode(bytes, second + 1, bytes.length);
        var parameters = signature == null ? null : parameters(bytes, first);
        return payload == null || signature == null || parameters == null
                ? null
                : new CompactJws(parameters, payload, signature, Arrays.copyOf(bytes, second));
    }

    public Map<String, Object> header() {
        return header;
    }

    /** Whether a parameter of the header makes this another thing than a plain signed token. */
    public boolean hasRefusedParameter() {
        return REFUSED_PARAMETERS.stream().anyMatch(header::containsKey);
    }

    /** What the header names, or null when it is not supported. */
    public @Nullable Algorithm algorithm() {
        return header.get("alg") instanceof String name ? Algorithm.find(name) : null;
    }

    /** Members of the payload, not to be believed before the signature is checked; null when it is no JSON object. */
    public @Nullable Map<String, Object> claims() {
        return StrictObject.read(payload);
    }

    public byte[] signature() {
        return signature;
    }

    /** What the signature covers, {@code header.payload} as sent. */
    public byte[] signed() {
        return signed;
    }

    /** The tokens of one key have one header: those that were read last are kept, whoever sent them. */
    private static @Nullable Map<String, Object> parameters(byte[] token, int end) {
        var encoded = ByteBuffer.wrap(token, 0, end);
        var place = encoded.hashCode() & (HEADERS - 1);
        var known = KNOWN.get(place);
        if (known != null && known.encoded.equals(encoded)) {
            return known.parameters;
        }
        var json = decode(token, 0, end);
        var read = json == null ? null : StrictObject.read(json);
        if (read != null && end <= LONGEST_KNOWN) {
            KNOWN.set(place, new Header(ByteBuffer.wrap(Arrays.copyOf(token, end)), Collections.unmodifiableMap(read)));
        }
        return read;
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
        for (var i = from; i < to; i++) {
            if (token[i] < 0 || VALUES[token[i]] == NOT_BASE64URL) {
                return null;
            }
        }
        var unusedBits = switch ((to - from) % 4) {
            case 0 -> 0;
            case 2 -> VALUES[token[to - 1]] & 0b1111;
            case 3 -> VALUES[token[to - 1]] & 0b11;
            default -> NOT_BASE64URL;
        };
        return unusedBits == 0 ? Base64.getUrlDecoder().decode(Arrays.copyOfRange(token, from, to)) : null;
    }

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, NOT_BASE64URL);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (var i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
