package dev.tigrit.secrets.caller;

import java.util.Locale;

/** What became of a bundle that was pushed or mounted. */
public enum BundleDecision {
    LOADED,
    UNCHANGED,
    STALE,
    CONFLICT,
    INVALID,
    UNKNOWN_FORMAT,
    UNAUTHENTICATED,
    TRUST_UNAVAILABLE,
    FORBIDDEN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in the audit line and in the counter's tag. */
    public String label() {
        return label;
    }
}
