package dev.tigrit.sessions.session;

/** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
public enum CallerOperation {
    CREATE,
    /** Read the sessions of a user. */
    LIST,
    /** End sessions by id or user. */
    REVOKE,
    INTROSPECT,
    VERIFY_BATCH,
    /** Follow the feed of revocations. */
    EVENTS
}
