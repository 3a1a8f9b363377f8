package dev.tigrit.sessions.session;

/** What a token is by itself, before the store is asked. */
public sealed interface TokenCheck {

    /** Signed here, and its absolute deadline has not passed. */
    record Genuine(SessionToken token) implements TokenCheck {}

    /** Signed here, but its absolute deadline has passed: whatever the store holds, the session is over. */
    record Expired(SessionToken token) implements TokenCheck {}

    /** Nobody's token. */
    record Refused(Refusal reason) implements TokenCheck {}

    /** The key that would tell is not there, or not yet. */
    record Undecided() implements TokenCheck {}
}
