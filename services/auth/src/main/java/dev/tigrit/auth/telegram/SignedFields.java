package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.starter.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a query string that Telegram signed, decoded once and in one way only, so that no two readers of the same
 * string can see different fields. Refused before any cryptography: white space and control characters of ASCII that are not
 * percent-encoded, broken percent escapes, invalid UTF-8, line feeds (they would merge two lines of the data-check-string) and
 * NUL in any spelling, names outside {@code [A-Za-z0-9_]}, duplicates. Other control characters are data: Telegram leaves U+007F
 * to U+009F in names.
 */
final class SignedFields {

    private static final int MAX_FIELDS = 64;
    private static final int HASH_BYTES = 32;
    private static final int SIGNATURE_LENGTH = 86;
    private static final int NONE = -1;
    private static final byte[] HEX = hexDigits();
    private static final byte[] HASH = "hash".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = "signature".getBytes(StandardCharsets.US_ASCII);

    /** One field as {@code name=value} in {@link #text}. */
    private record Field(int start, int equals, int end) {}

    /** All of them decoded, one after the other. */
    private final byte[] text;

    private int length;

    /** In the order of the data-check-string: Telegram sorts by name, bytewise. */
    private final Field[] fields = new Field[MAX_FIELDS];

    private int count;
    private @Nullable Reason fault;
    private byte @Nullable [] signedByBot;
    private byte @Nullable [] hash;
    private long authDate;

    private SignedFields(int capacity) {
        this.text = new byte[capacity];
    }

    static SignedFields parse(String raw) {
        var encoded = raw.getBytes(StandardCharsets.UTF_8);
        var parsed = new SignedFields(encoded.length);
        // Half of a surrogate pair would be encoded as a question mark.
        if (!new String(encoded, StandardCharsets.UTF_8).equals(raw)
                || !parsed.decode(encoded)
                || !StrictJson.isUtf8(Arrays.copyOf(parsed.text, parsed.length))) {
            parsed.fault = Reason.MALFORMED;
        }
        parsed.hash = parsed.readHash();
        parsed.authDate = parsed.readAuthDate();
        return parsed;
    }

    /** Why the string has not one meaning, or null when it has; then alone the fields may be asked for. */
    @Nullable
    Reason fault() {
        return fault;
    }

    /** Splits before it decodes: what was percent-encoded is data. False when the string is malformed. */
    private boolean decode(byte[] encoded) {
        var start = 0;
        var equals = NONE;
        for (var i = 0; i <= encoded.length; i++) {
            byte octet = i == encoded.length ? (byte) '&' : encoded[i];
            if (octet == '&') {
                if (equals <= start || count == MAX_FIELDS) {
                    return false;
                }
                add(new Field(start, equals, length));
                start = length;
                equals = NONE;
                continue;
            }
            if (octet == '=' && equals == NONE) {
                equals = length;
            } else if (octet == '%') {
                var both = i + 2 < encoded.length ? HEX[encoded[++i] & 0xff] << 4 | HEX[encoded[++i] & 0xff] : NONE;
                octet = (byte) both;
                if (both <= 0 || octet == '\n' || (equals == NONE && !isOfName(octet))) {
                    return false;
                }
            } else if ((octet >= 0 && octet <= ' ') || (equals == NONE && !isOfName(octet))) {
                return false;
            } else if (octet == '+') {
                octet = ' ';
            }
            text[length++] = octet;
        }
        return true;
    }

    private static boolean isOfName(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private void add(Field field) {
        var at = count++;
        for (; at > 0; at--) {
            var before = fields[at - 1];
            var order = Arrays.compare(text, before.start, before.equals, text, field.start, field.equals);
            if (order == 0) {
                fault = Reason.DUPLICATE_KEY;
            }
            if (order <= 0) {
                break;
            }
            fields[at] = before;
        }
        fields[at] = field;
    }

    private boolean isNamed(Field field, byte[] name) {
        return Arrays.equals(text, field.start, field.equals, name, 0, name.length);
    }

    /** The value in UTF-8, or null when the field is absent. */
    byte @Nullable [] bytes(String name) {
        var sought = name.getBytes(StandardCharsets.US_ASCII);
        for (var i = 0; i < count; i++) {
            if (isNamed(fields[i], sought)) {
                return Arrays.copyOfRange(text, fields[i].equals + 1, fields[i].end);
            }
        }
        return null;
    }

    @Nullable
    String get(String name) {
        var bytes = bytes(name);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** What the bot's HMAC covers: {@code name=value} lines joined by LF, without {@code hash}. */
    byte[] signedByBot() {
        var lines = signedByBot;
        if (lines == null) {
            lines = dataCheckString(true);
            signedByBot = lines;
        }
        return lines;
    }

    /** What Telegram's own signature covers, beside the bot's id: the same without {@code signature}. */
    byte[] signedByTelegram() {
        return dataCheckString(false);
    }

    private byte[] dataCheckString(boolean withSignature) {
        var lines = new byte[length + count];
        var at = 0;
        for (var i = 0; i < count; i++) {
            var field = fields[i];
            if (!isNamed(field, HASH) && (withSignature || !isNamed(field, SIGNATURE))) {
                if (at > 0) {
                    lines[at++] = '\n';
                }
                System.arraycopy(text, field.start, lines, at, field.end - field.start);
                at += field.end - field.start;
            }
        }
        return Arrays.copyOf(lines, at);
    }

    /** Why there is no {@link #hash}, or null when there is one. */
    @Nullable
    Reason hashFault() {
        return hash != null ? null : bytes("hash") == null ? Reason.HASH_MISSING : Reason.HASH_MALFORMED;
    }

    /** The bytes of {@code hash}; one spelling only, lower-case hexadecimal, or one credential would have many. */
    byte @Nullable [] hash() {
        return hash;
    }

    private byte @Nullable [] readHash() {
        var hex = get("hash");
        return hex != null && hex.length() == 2 * HASH_BYTES && has(hex, "0123456789abcdef")
                ? HexFormat.of().parseHex(hex)
                : null;
    }

    /** Why there is no {@link #signature}, or null when there is one. */
    @Nullable
    Reason signatureFault() {
        return signature() != null
                ? null
                : bytes("signature") == null ? Reason.SIGNATURE_MISSING : Reason.SIGNATURE_MALFORMED;
    }

    /** The bytes of {@code signature}: 64 in base64url without padding, in one spelling only. */
    byte @Nullable [] signature() {
        var encoded = get("signature");
        if (encoded == null || encoded.length() != SIGNATURE_LENGTH) {
            return null;
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(encoded);
            // The last character has four unused bits.
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(encoded) ? bytes : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Why there is no {@link #authDate}, or null when there is one. */
    @Nullable
    Reason authDateFault() {
        return authDate != NONE
                ? null
                : bytes("auth_date") == null ? Reason.AUTH_DATE_MISSING : Reason.AUTH_DATE_INVALID;
    }

    /** The time in {@code auth_date}, in seconds since 1970. */
    long authDate() {
        return authDate;
    }

    /** ASCII digits, no sign, no leading zero; twelve of them reach past the year 30000. */
    private long readAuthDate() {
        var digits = get("auth_date");
        return digits == null
                        || digits.isEmpty()
                        || digits.length() > 12
                        || digits.charAt(0) == '0'
                        || !has(digits, "0123456789")
                ? NONE
                : Long.parseLong(digits);
    }

    private static byte[] hexDigits() {
        var values = new byte[256];
        for (var c = 0; c < values.length; c++) {
            values[c] = (byte) (HexFormat.isHexDigit(c) ? HexFormat.fromHexDigit(c) : NONE);
        }
        return values;
    }

    private static boolean has(String text, String onlyThese) {
        for (var i = 0; i < text.length(); i++) {
            if (onlyThese.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
