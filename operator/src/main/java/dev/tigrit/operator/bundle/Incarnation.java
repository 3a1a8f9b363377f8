package dev.tigrit.operator.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Which life of the bundle its numbers are of: milliseconds since 1970, a hyphen and a random part, so that the order of the text is the
 * order in time. Where no bundle is stored, revisions and versions have to be counted from the beginning again; a new incarnation says so,
 * and everybody takes a later one for newer whatever the numbers.
 *
 * @param text as the contract of the Secrets service has it
 */
public record Incarnation(@JsonValue String text) implements Comparable<Incarnation> {

    /** Of a replica that has no bundle; earlier than every other. */
    public static final Incarnation NONE = new Incarnation("");

    public static final Pattern PATTERN = Pattern.compile("[0-9]{13}-[0-9a-f]{16}");
    private static final SecureRandom RANDOM = new SecureRandom();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Incarnation {
        if (!text.isEmpty() && !PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("an incarnation has to be " + PATTERN);
        }
    }

    /** One that is later than this, even if the clock has been set back since. */
    public Incarnation next(Instant now) {
        var millis = Math.max(now.toEpochMilli(), isNone() ? 0 : began().toEpochMilli() + 1);
        return new Incarnation("%013d-%s".formatted(millis, HexFormat.of().toHexDigits(RANDOM.nextLong())));
    }

    /** When it began, by the clock of the operator that began it. */
    public Instant began() {
        return isNone() ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(text.substring(0, text.indexOf('-'))));
    }

    public boolean isNone() {
        return text.isEmpty();
    }

    @Override
    public int compareTo(Incarnation other) {
        return text.compareTo(other.text);
    }
}
