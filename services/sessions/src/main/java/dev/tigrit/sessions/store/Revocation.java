package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.SessionId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of one user that have ended, or whose superseded token was used. On the channel: version 1 (1 byte), reason (1), time in epoch milliseconds (8), the user's
 * 16 bytes and 16 bytes of each session.
 */
public record Revocation(Reason reason, Instant at, List<SessionId> sessions) {

    private static final byte VERSION = 1;
    private static final int HEAD = 2 + Long.BYTES;

    /** Why; the code is what scripts publish. */
    public enum Reason {
        /** By its own token. */
        LOGOUT(1),
        /** By a caller, by id or with all of its user. */
        REVOKED(2),
        /** For the limit of sessions per user. */
        EVICTED(3),
        /** A superseded token was used again. */
        REUSED(4),
        /** A superseded token was refused. The session lives. */
        SUPERSEDED(5);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        static @Nullable Reason of(int code) {
            for (var reason : values()) {
                if (reason.code == code) {
                    return reason;
                }
            }
            return null;
        }
    }

    /** The session lives; a token that a rotation has superseded was presented. */
    static Revocation superseded(SessionId session, Instant at) {
        return new Revocation(Reason.SUPERSEDED, at, List.of(session));
    }

    byte[] pack() {
        var session = sessions.getFirst();
        return ByteBuffer.allocate(HEAD + SessionId.BYTES)
                .put(VERSION)
                .put((byte) reason.code)
                .putLong(at.toEpochMilli())
                .put(session.copy())
                .array();
    }

    /** @return null when another release published it, in a form that this one does not know */
    static @Nullable Revocation parse(ByteBuffer message) {
        var refs = message.remaining() - HEAD - SessionId.PART;
        if (refs < 0 || refs % SessionId.PART != 0 || message.get() != VERSION) {
            return null;
        }
        var reason = Reason.of(message.get());
        if (reason == null) {
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
        return new Revocation(reason, at, List.copyOf(sessions));
    }
}
