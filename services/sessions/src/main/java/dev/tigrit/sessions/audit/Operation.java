package dev.tigrit.sessions.audit;

/** What was asked of a session. */
public enum Operation {
    CREATE,
    VERIFY,
    EXTEND,
    INVALIDATE
}
