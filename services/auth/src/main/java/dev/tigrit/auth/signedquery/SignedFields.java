package dev.tigrit.auth.signedquery;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.starter.key.Sensitive;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a query string that Telegram signed, decoded once and in one way only, so that no two readers of the same
 * string can see different fields. Refused before any cryptography: other characters than printable ASCII, broken percent
 * escapes, invalid UTF-8, control characters (a line feed would merge two lines of the data-check-string), names outside
 * {@code [A-Za-z0-9_]}, duplicates.
 */
public final class SignedFields {

    /** Largest accepted string; real ones are 400 to 800 characters. */
    private static final int MAX_LENGTH = 8192;

    private static final int MAX_FIELDS = 64;
    private static final int HASH_BYTES = 32;

    /** In the order of the data-check-string: Telegram sorts by name, bytewise. */
    private final SortedMap<String, String> fields;

    private SignedFields(SortedMap<String, String> fields) {
        this.fields = fields;
    }

    /** Either the fields or why there are none. */
    public sealed interface Parsed {
        record Fields(SignedFields fields) implements Parsed {}

        record Refused(Reason reason) implements Parsed {}
    }

    public static Parsed parse(String raw) {
        if (raw.isEmpty() || raw.length() > MAX_LENGTH) {
            return new Parsed.Refused(Reason.MALFORMED);
        }
        var fields = new TreeMap<String, String>();
        var duplicate = false;
        for (var start = 0; start <= raw.length(); ) {
            var next = raw.indexOf('&', start);
            var end = next < 0 ? raw.length() : next;
            var equals = raw.indexOf('=', start);
            if (equals < 0 || equals >= end || fields.size() == MAX_FIELDS) {
                return new Parsed.Refused(Reason.MALFORMED);
            }
            var name = decode(raw, start, equals);
            var value = decode(raw, equals + 1, end);
            if (name == null || value == null || !isName(name)) {
                return new Parsed.Refused(Reason.MALFORMED);
            }
            duplicate |= fields.put(name, value) != null;
            start = end + 1;
        }
        return duplicate ? new Parsed.Refused(Reason.DUPLICATE_KEY) : new Parsed.Fields(new SignedFields(fields));
    }

    /** The value, or null when the field is absent. */
    public @Nullable String get(String name) {
        return fields.get(name);
    }

    /** {@code name=value} lines joined by LF, without the fields that are not signed. */
    public String dataCheckString(Set<String> unsigned) {
        var lines = new StringBuilder(512);
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (unsigned.contains(field.getKey())) {
                continue;
            }
            if (!lines.isEmpty()) {
                lines.append('\n');
            }
            lines.append(field.getKey()).append('=').append(field.getValue());
        }
        return lines.toString();
    }

    /** The bytes of {@code hash}; one spelling only, or one credential would have many. */
    public Hash hash() {
        var hash = get("hash");
        if (hash == null) {
            return new Hash.Refused(Reason.HASH_MISSING);
        }
        var lowerHex = hash.length() == 2 * HASH_BYTES
                && hash.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        return lowerHex
                ? new Hash.Found(Sensitive.of(HexFormat.of().parseHex(hash)))
                : new Hash.Refused(Reason.HASH_MALFORMED);
    }

    /** The hash or why there is none. */
    public sealed interface Hash {
        record Found(Sensitive bytes) implements Hash {}

        record Refused(Reason reason) implements Hash {}
    }

    /** The time in {@code auth_date}: ASCII digits, no sign, no leading zero; twelve of them reach past the year 30000. */
    public AuthDate authDate() {
        var text = get("auth_date");
        if (text == null) {
            return new AuthDate.Refused(Reason.AUTH_DATE_MISSING);
        }
        var digits = !text.isEmpty()
                && text.length() <= 12
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits
                ? new AuthDate.Found(Instant.ofEpochSecond(Long.parseLong(text)))
                : new AuthDate.Refused(Reason.AUTH_DATE_INVALID);
    }

    /** The time or why there is none. */
    public sealed interface AuthDate {
        record Found(Instant time) implements AuthDate {}

        record Refused(Reason reason) implements AuthDate {}
    }

    private static boolean isName(String name) {
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            var allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            if (!allowed) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static @Nullable String decode(String raw, int from, int to) {
        var bytes = new byte[to - from];
        var length = 0;
        for (var i = from; i < to; i++) {
            var c = raw.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return null;
            }
            if (c == '%') {
                if (i + 2 >= to
                        || !HexFormat.isHexDigit(raw.charAt(i + 1))
                        || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                    return null;
                }
                bytes[length++] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
                i += 2;
            } else {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
            }
        }
        return text(bytes, length);
    }

    private static @Nullable String text(byte[] bytes, int length) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            return text.chars().anyMatch(Character::isISOControl) ? null : text;
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
