package dev.tigrit.secrets.secret;

import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.List;
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

    public Secret {
        previous = List.copyOf(previous);
    }

    /**
     * An earlier version.
     *
     * @param value its value
     * @param version smaller than the current one
     * @param notAfter not accepted from this moment on; null while no end is set
     */
    public record Previous(
            Sensitive value, long version, @Nullable Instant notAfter) {

        boolean isValidAt(Instant now) {
            return notAfter == null || now.isBefore(notAfter);
        }
    }

    /** The earlier versions whose end has not come, newest first, at most {@link #MAX_PREVIOUS}. */
    List<Previous> previousAt(Instant now) {
        return previous.stream()
                .filter(version -> version.isValidAt(now))
                .limit(MAX_PREVIOUS)
                .toList();
    }
}
