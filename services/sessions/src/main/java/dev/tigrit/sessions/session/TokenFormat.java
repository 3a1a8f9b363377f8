package dev.tigrit.sessions.session;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How a token is laid out: {@code ts1_} + base64url of the version (1 byte, 1), kid (4), session id (32), secret (32), absolute expiry
 * in epoch milliseconds (8) and HMAC-SHA256 (32), big-endian: 109 bytes, 150 characters. A token of any other version is refused.
 */
final class TokenFormat {

    static final int KID = 1;
    static final int SESSION = KID + Integer.BYTES;
    static final int SECRET = SESSION + SessionId.BYTES;
    static final int EXPIRY = SECRET + SessionToken.SECRET_BYTES;
    static final int MAC = EXPIRY + Long.BYTES;
    static final int BYTES = MAC + 32;

    private static final byte VERSION = 1;
    private static final String PREFIX = "ts1_";
    private static final int LENGTH = PREFIX.length() + (BYTES * Byte.SIZE + 5) / 6;

    /** The last characters that leave no bit over; with others two texts would be one token. */
    private static final String ENDS = "AQgw";

    private TokenFormat() {}

    /** @return null when the text is not of this form and version */
    static byte @Nullable [] decode(String token) {
        if (token.length() != LENGTH || !token.startsWith(PREFIX) || ENDS.indexOf(token.charAt(LENGTH - 1)) < 0) {
            return null;
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            return bytes.length == BYTES && bytes[0] == VERSION ? bytes : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    static String encode(byte[] token) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** A token with everything but its MAC. */
    static byte[] compose(int kid, SessionId session, byte[] secret, Instant expiresAt) {
        var token = new byte[BYTES];
        ByteBuffer.wrap(token)
                .put(VERSION)
                .putInt(kid)
                .position(SECRET)
                .put(secret)
                .putLong(expiresAt.toEpochMilli());
        session.copyTo(token, SESSION);
        return token;
    }
}
