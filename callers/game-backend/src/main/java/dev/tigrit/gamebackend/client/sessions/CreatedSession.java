package dev.tigrit.gamebackend.client.sessions;

import java.time.Instant;

/** A new session; the token is shown this once. */
public record CreatedSession(String sessionId, String token, Instant expiresAt) {

    @Override
    public String toString() {
        return "CreatedSession[" + sessionId + ", ***]";
    }
}
