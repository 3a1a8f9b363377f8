package dev.tigrit.sessions.http;

import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;
import java.time.Instant;

/** Schema {@code CreatedSession} of the contract: a token, which is shown this once, and its session. */
record IssuedToken(String sessionId, String token, Instant expiresAt, Instant idleExpiresAt) {

    static IssuedToken of(SessionId session, String token, SessionRecord.Times times) {
        return new IssuedToken(session.text(), token, times.absoluteDeadline(), times.idleDeadline());
    }

    @Override
    public String toString() {
        return "***";
    }
}
