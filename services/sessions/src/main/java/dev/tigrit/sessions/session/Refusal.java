package dev.tigrit.sessions.session;

/** Why a token is refused. The client learns only {@link #problem}; the reason itself goes to the audit log. */
public enum Refusal {
    /** Not the documented form. */
    MALFORMED(SessionProblem.SESSION_INVALID),
    FORGED(SessionProblem.SESSION_INVALID),
    /** Signed, if at all, with a key that is not accepted. */
    UNKNOWN_KEY(SessionProblem.SESSION_INVALID),
    EXPIRED(SessionProblem.SESSION_EXPIRED),
    /** Not used for longer than the session's idle time. */
    IDLE(SessionProblem.SESSION_EXPIRED),
    /** The store holds no such session: invalidated, or expired and removed. */
    ENDED(SessionProblem.SESSION_INVALID),
    /** The session lives, but with another token. */
    SUPERSEDED(SessionProblem.SESSION_INVALID),
    /**
     * A superseded token came to be rotated long after its successor was made, or to end the session: one of the two is in wrong
     * hands, and both are dead.
     */
    REUSED(SessionProblem.SESSION_INVALID);

    private final SessionProblem problem;

    Refusal(SessionProblem problem) {
        this.problem = problem;
    }

    public SessionProblem problem() {
        return problem;
    }
}
