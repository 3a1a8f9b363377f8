package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.starter.key.Sensitive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** How keys and fields are named. Nothing in a name is a secret or tells whose it is. */
final class SessionKey {

    private static final char SESSION = 's';
    private static final char REPLAY = 'i';

    private SessionKey() {}

    /** The hash of a user: {@code u:{tag}:<ref>}. */
    static byte[] ofUser(byte[] userRef) {
        // 12 bits: 4096 hash tags spread users over the nodes of a cluster, and one user's key never leaves its slot.
        var tag = HexFormat.of().formatHex(userRef, 0, 2).substring(0, 3);
        return ("u:{" + tag + "}:" + Base64.getUrlEncoder().withoutPadding().encodeToString(userRef))
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] field(SessionId session) {
        return field(SESSION, session.sessionRef());
    }

    static byte[] replayField(Sensitive name) {
        return field(REPLAY, name.copy());
    }

    static boolean isSession(byte[] field) {
        return field.length == 1 + SessionId.PART && field[0] == SESSION;
    }

    /** The session of a field for which {@link #isSession} holds. */
    static SessionId session(byte[] userRef, byte[] field) {
        return SessionId.of(userRef, ByteBuffer.wrap(field, 1, SessionId.PART));
    }

    private static byte[] field(char kind, byte[] name) {
        return ByteBuffer.allocate(1 + name.length).put((byte) kind).put(name).array();
    }
}
