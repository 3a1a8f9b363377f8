package dev.tigrit.secrets.caller;

/** What became of a read, a list or a stream: in lower case in the audit line and in the tag of the counter. The caller sees {@link #UNKNOWN} and {@link #DENIED} as the same 404. */
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
