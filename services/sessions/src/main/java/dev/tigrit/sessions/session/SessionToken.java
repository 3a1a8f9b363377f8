package dev.tigrit.sessions.session;

import dev.tigrit.starter.key.Sensitive;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * What a genuine token says. The secret itself is not kept, only what the store compares.
 *
 * @param session the session it belongs to
 * @param secretHash SHA-256 of the token's random part
 * @param expiresAt the session's absolute deadline, which never moves
 */
public record SessionToken(SessionId session, Sensitive secretHash, Instant expiresAt) {

    static final int SECRET_BYTES = 32;

    /** The random part of a new token. */
    public static Sensitive newSecret(SecureRandom random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Sensitive.of(secret);
    }

    /** What the store keeps of a secret. */
    public static Sensitive hashOf(Sensitive secret) {
        return Sensitive.of(Sha256.of(secret.copy()));
    }
}
