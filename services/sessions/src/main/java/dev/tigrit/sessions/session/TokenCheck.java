package dev.tigrit.sessions.session;

import dev.tigrit.starter.key.Sensitive;

/** What a token is by itself, before the store is asked. */
public sealed interface TokenCheck {

    /** Signed by this service, and the absolute deadline has not passed; the hash of the random part is compared with the record. */
    record Genuine(SessionId session, Sensitive secretHash) implements TokenCheck {}

    /** Signed by this service, but the absolute deadline has passed: the session is over whatever the store holds. */
    record Expired(SessionId session) implements TokenCheck {}

    /** Not a token of this service. */
    record Refused(Refusal reason) implements TokenCheck {}

    /** The key that is needed to decide is not available yet. */
    record Undecided() implements TokenCheck {}
}
