package miniapp;

import java.time.Instant;

record Session(String sessionId, String userId, Instant expiresAt, Instant idleExpiresAt, Instant extendAfter) {

    Session extended(Session deadlines) {
        return new Session(
                sessionId, userId, deadlines.expiresAt(), deadlines.idleExpiresAt(), deadlines.extendAfter());
    }
}
