package dev.tigrit.secrets.caller;

/** What became of a pushed or mounted bundle: in lower case in the audit line and in the tag of the counter. */
public enum BundleDecision {
    LOADED,
    UNCHANGED,
    STALE,
    CONFLICT,
    INVALID,
    UNKNOWN_FORMAT,
    UNAUTHENTICATED,
    TRUST_UNAVAILABLE,
    FORBIDDEN
}
