package dev.tigrit.sessions.session;

import dev.tigrit.starter.key.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Names a session for its whole life: 16 bytes that lead to its user's hash in the store (the start of SHA-256 of the user id) and 16
 * random bytes. It is not secret: it does not give access to the session.
 */
public final class SessionId {

    public static final int BYTES = 32;
    public static final int LENGTH = 43;
    public static final int PART = 16;

    private final byte[] bytes;

    private SessionId(byte[] bytes) {
        this.bytes = bytes;
    }

    public static SessionId create(String userId, SecureRandom random) {
        var own = new byte[PART];
        random.nextBytes(own);
        return of(userRef(userId), own);
    }

    public static SessionId of(byte[] userRef, byte[] sessionRef) {
        return of(userRef, ByteBuffer.wrap(sessionRef));
    }

    public static SessionId of(byte[] userRef, ByteBuffer sessionRef) {
        var bytes = Arrays.copyOf(userRef, BYTES);
        sessionRef.get(bytes, PART, PART);
        return new SessionId(bytes);
    }

    /** @return the id of that text, or null when it is none */
    public static @Nullable SessionId parse(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        try {
            var id = new SessionId(Base64.getUrlDecoder().decode(text));
            // The last character carries 4 bits; with others in it two texts would be one id.
            return id.text().equals(text) ? id : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** The 16 bytes that all sessions of that user share. */
    public static byte[] userRef(String userId) {
        return Arrays.copyOf(Sha256.of(userId.getBytes(StandardCharsets.UTF_8)), PART);
    }

    /** @param source holds the id's {@value #BYTES} bytes from {@code offset} on; they are copied */
    static SessionId copyOf(byte[] source, int offset) {
        return new SessionId(Arrays.copyOfRange(source, offset, offset + BYTES));
    }

    public byte[] userRef() {
        return Arrays.copyOf(bytes, PART);
    }

    public byte[] sessionRef() {
        return Arrays.copyOfRange(bytes, PART, BYTES);
    }

    public byte[] copy() {
        return bytes.clone();
    }

    /** The form of the contract: base64url, 43 characters. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        // The random part.
        return ByteBuffer.wrap(bytes).getInt(PART);
    }

    @Override
    public String toString() {
        // Logs have a keyed reference instead.
        return "***";
    }
}
