package dev.tigrit.auth.telegram;

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
 * string can see different fields. Refused before any cryptography: white space and control characters of ASCII that are not
 * percent-encoded, broken percent escapes, invalid UTF-8, line feeds (they would merge two lines of the data-check-string) and
 * NUL in any spelling, names outside {@code [A-Za-z0-9_]}, duplicates. Other control characters are data: Telegram leaves U+007F
 * to U+009F in names.
 */
public final class SignedFields {

    private static final int MAX_FIELDS = 64;
    private static final int HASH_BYTES = 32;

    /** In the order of the data-check-string: Telegram sorts by name, bytewise. */
    private final SortedMap<String, String> fields;

    private SignedFields(SortedMap<String, String> fields) {
        this.fields = fields;
    }

    /** The fields, or the reason of the refusal. */
    public sealed interface Parsed {
        record Fields(SignedFields fields) implements Parsed {}

        record Refused(Reason reason) implements Parsed {}
    }

    public static Parsed parse(String raw) {
        if (raw.isEmpty()) {
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

    /** The hash, or the reason of the refusal. */
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

    /** The time, or the reason of the refusal. */
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
        // At most three bytes of UTF-8 for one UTF-16 unit.
        var bytes = ByteBuffer.allocate(3 * (to - from));
        for (var i = from; i < to; i++) {
            var c = raw.charAt(i);
            if (c <= ' ') {
                return null;
            }
            if (c == '%') {
                if (i + 2 >= to
                        || !HexFormat.isHexDigit(raw.charAt(i + 1))
                        || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                    return null;
                }
                bytes.put((byte) HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else if (c < 0x80) {
                bytes.put((byte) (c == '+' ? ' ' : c));
            } else {
                var character = raw.codePointAt(i);
                var units = Character.charCount(character);
                if (i + units > to || Character.getType(character) == Character.SURROGATE) {
                    return null;
                }
                bytes.put(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                i += units - 1;
            }
        }
        return text(bytes.flip());
    }

    private static @Nullable String text(ByteBuffer bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return text.indexOf('\n') < 0 && text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
