package dev.tigrit.secrets.caller;

import java.util.Locale;

/** What became of a read. The caller sees {@link #UNKNOWN} and {@link #DENIED} as the same 404. */
public enum Decision {
    GRANTED,
    NOT_MODIFIED,
    UNKNOWN,
    DENIED,
    NOT_YET,
    MALFORMED,
    UNAUTHENTICATED,
    TRUST_UNAVAILABLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in the audit line and in the counter's tag. */
    public String label() {
        return label;
    }
}
