package dev.tigrit.auth.callers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
public enum Operation {
    /** Name a Telegram user without the user's credential. */
    ENSURE_TELEGRAM_USER,
    INTROSPECT;

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Set<String> names() {
        var names = new TreeSet<String>();
        Arrays.stream(values()).map(Operation::key).forEach(names::add);
        return names;
    }
}
