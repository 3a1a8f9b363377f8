package dev.tigrit.secrets.secret;

import java.util.regex.Pattern;

/** The names that a secret can have: {@code [A-Z][A-Z0-9_]{0,127}}. */
public final class KeyName {

    /** The key that callers without a service account present. */
    public static final String INTERNAL_API_SECRET = "INTERNAL_API_SECRET";

    public static final String REGEX = "[A-Z][A-Z0-9_]{0,127}";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private KeyName() {}

    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches();
    }
}
