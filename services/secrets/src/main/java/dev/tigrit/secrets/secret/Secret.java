package dev.tigrit.secrets.secret;

import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key with the versions of its value.
 *
 * @param key its name, see {@link KeyName}
 * @param encoding of all its values
 * @param value current value
 * @param version of the current value: positive, grows with each change of it
 * @param useAfter consumers do not sign with the current value before this moment
 * @param previous earlier versions that consumers still accept, newest first
 */
public record Secret(
        String key, Encoding encoding, Sensitive value, long version, Instant useAfter, List<Previous> previous) {

    /** The largest version: beyond it a JSON number is not exact for every reader (RFC 8259 section 6). */
    public static final long MAX_VERSION = (1L << 53) - 1;

    public static final int MAX_PREVIOUS = 4;

    /** How the bytes of a value are written in JSON; stated by the owner, never guessed. */
    public enum Encoding {

        /** The bytes are UTF-8 text, and the JSON string is that text. */
        UTF8,

        /** The JSON string is the standard base64 of the bytes, padded (RFC 4648 section 4). */
        BASE64;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The encoding of that name in the contract, or null. */
        public static @Nullable Encoding find(String wireName) {
            return switch (wireName) {
                case "utf8" -> UTF8;
                case "base64" -> BASE64;
                default -> null;
            };
        }
    }

    public Secret {
        previous = List.copyOf(previous);
    }

    /** An earlier version, not accepted from {@code notAfter} on; null while no end is set. */
    public record Previous(
            Sensitive value, long version, @Nullable Instant notAfter) {}

    /** The earlier versions whose end has not come, newest first, at most {@link #MAX_PREVIOUS}. */
    List<Previous> previousAt(Instant now) {
        return previous.stream()
                .filter(version -> version.notAfter() == null || now.isBefore(version.notAfter()))
                .limit(MAX_PREVIOUS)
                .toList();
    }
}
