package dev.tigrit.starter.log;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one line to the logger {@code audit}: a constant message and values beside it. It never blocks, and no value can start
 * another line or pass for another value. Ids of users, sessions and credentials enter as {@link References} only.
 */
public final class AuditLine {

    private static final Logger log = LoggerFactory.getLogger("audit");

    private static final int LONGEST = 160;

    private final String message;
    private LoggingEventBuilder event;

    private AuditLine(String message) {
        this.message = message;
        this.event = log.atInfo();
    }

    /** @param message constant text that says what happened */
    public static AuditLine of(String message) {
        return new AuditLine(message);
    }

    /** Adds a text, at most 160 characters of it, or nothing for null. */
    public AuditLine with(String name, @Nullable String value) {
        return value == null ? this : add(name, plain(value));
    }

    /** Adds the name of a constant in lower case, or nothing for null. */
    public AuditLine with(String name, @Nullable Enum<?> value) {
        return value == null ? this : add(name, value.name().toLowerCase(Locale.ROOT));
    }

    public AuditLine with(String name, long value) {
        return add(name, value);
    }

    public void write() {
        event.log(message);
    }

    private AuditLine add(String name, Object value) {
        event = event.addKeyValue(name, value);
        return this;
    }

    /**
     * Letters, digits and a few signs as they are, anything else as a Java escape with four hex digits: no line break, quote, terminal
     * sequence or bidirectional control that somebody chose reaches the log.
     */
    private static String plain(String text) {
        var clean = 0;
        while (clean < text.length() && clean < LONGEST && isPlain(text.charAt(clean))) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        var plain = new StringBuilder(LONGEST).append(text, 0, clean);
        for (var i = clean; i < text.length() && plain.length() < LONGEST; i++) {
            var c = text.charAt(i);
            if (isPlain(c)) {
                plain.append(c);
            } else {
                plain.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return plain.toString();
    }

    private static boolean isPlain(char c) {
        return Character.isLetterOrDigit(c) || "-_.:/@|+~()".indexOf(c) >= 0;
    }
}
