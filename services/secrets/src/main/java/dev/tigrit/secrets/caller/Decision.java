package dev.tigrit.secrets.caller;

/** What became of a read, likewise. The caller sees {@link #UNKNOWN} and {@link #DENIED} as the same 404. */
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
