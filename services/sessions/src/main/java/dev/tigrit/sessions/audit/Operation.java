package dev.tigrit.sessions.audit;

/** What was asked of a session, or of all sessions of a user. */
public enum Operation {
    CREATE,
    VERIFY,
    EXTEND,
    ROTATE,
    INVALIDATE,
    /** End by id. */
    DELETE,
    /** End all sessions of a user, or all others. */
    DELETE_ALL,
    LIST,
    INTROSPECT,
    FORWARD_AUTH,
    EVENTS;

    /** Whether it changes nothing and is asked so often that a line for each success would drown the rest. */
    boolean isQuiet() {
        return this == VERIFY || this == FORWARD_AUTH || this == INTROSPECT;
    }
}
