package dev.tigrit.secrets.caller;

/**
 * What became of a read. The caller sees {@link #UNKNOWN} and {@link #DENIED} as the same 404. The name in lower case is in
 * the audit line and in the tag of the counter.
 */
public enum Decision {
    GRANTED,
    NOT_MODIFIED,
    UNKNOWN,
    DENIED,
    NOT_YET,
    MALFORMED,
    UNAUTHENTICATED,
    TRUST_UNAVAILABLE
}
