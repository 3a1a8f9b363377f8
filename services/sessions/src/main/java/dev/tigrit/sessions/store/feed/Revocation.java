package dev.tigrit.sessions.store.feed;

import dev.tigrit.sessions.token.SessionId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of one user that have ended. On the channel: version 1 (1 byte), reason (1), time in epoch milliseconds (8), the user's
 * 16 bytes and 16 bytes of each session.
 */
public record Revocation(Reason reason, Instant at, List<SessionId> sessions) {

    private static final byte VERSION = 1;

    /** Why; the ordinal plus one is what scripts publish. */
    public enum Reason {
        /** By its own token. */
        LOGOUT,
        /** By a caller, by id or with all of its user. */
        REVOKED,
        /** For the limit of sessions per user. */
        EVICTED,
        /** An old token was used again. */
        REUSED
    }

    /** @return null when another release published it, in a form that this one does not know */
    static @Nullable Revocation parse(ByteBuffer message) {
        var refs = message.remaining() - 10 - SessionId.PART;
        if (refs < 0 || refs % SessionId.PART != 0 || message.get() != VERSION) {
            return null;
        }
        var reason = message.get() - 1;
        if (reason < 0 || reason >= Reason.values().length) {
            return null;
        }
        var at = Instant.ofEpochMilli(message.getLong());
        var user = new byte[SessionId.PART];
        message.get(user);
        var sessions = new ArrayList<SessionId>(refs / SessionId.PART);
        var session = new byte[SessionId.PART];
        while (message.hasRemaining()) {
            message.get(session);
            sessions.add(SessionId.of(user, session));
        }
        return new Revocation(Reason.values()[reason], at, List.copyOf(sessions));
    }
}
