package dev.tigrit.secrets.secret;

import java.util.regex.Pattern;

/**
 * Which life of a bundle its numbers are of. The operator makes a new one when it finds no stored bundle and has to count from the
 * beginning: milliseconds since 1970, a hyphen and a random part, so that the order of the text is the order in time. A later
 * incarnation is newer than an earlier one whatever the numbers in both; none at all, as in directory mode, is the earliest.
 */
public final class Incarnation {

    /** Of a catalogue that has none. */
    public static final String NONE = "";

    public static final String REGEX = "[0-9]{13}-[0-9a-f]{16}";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private Incarnation() {}

    public static boolean isValid(String text) {
        return PATTERN.matcher(text).matches();
    }
}
