package dev.tigrit.sessions.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Names a session for its whole life: 16 bytes that lead to its user's hash in the store (the start of SHA-256 of the user
 * id) and 16 random bytes. No secret: whoever knows it cannot use the session.
 */
public final class SessionId {

    public static final int BYTES = 32;

    private static final int PART = 16;

    private final byte[] bytes;

    private SessionId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new id for a session of that user. */
    public static SessionId create(String userId, SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        System.arraycopy(Sha256.of(userId.getBytes(StandardCharsets.UTF_8)), 0, bytes, 0, PART);
        return new SessionId(bytes);
    }

    /** @param source holds the id's {@value #BYTES} bytes from {@code offset} on; they are copied */
    static SessionId copyOf(byte[] source, int offset) {
        return new SessionId(Arrays.copyOfRange(source, offset, offset + BYTES));
    }

    /** The 16 bytes that all sessions of one user share. */
    public byte[] userRef() {
        return Arrays.copyOf(bytes, PART);
    }

    /** The 16 bytes that are this session's own. */
    public byte[] sessionRef() {
        return Arrays.copyOfRange(bytes, PART, BYTES);
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    /** The form of the contract: base64url, 43 characters. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Stands for the session in logs, where the id itself would be more than is needed. */
    public String logRef() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Sha256.of(bytes), 12));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionId that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return logRef();
    }
}
