package dev.tigrit.sessions.token;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a token is laid out: {@code ts<number>_} + base64url of the number (1 byte), kid (4), session id (32), secret (32), absolute
 * expiry and HMAC-SHA256 (32), big-endian. A release reads all of these and writes the one that it is told to; a format is written
 * unasked only by a release after the first that read it, so that going back by one release leaves no token unread.
 */
public enum TokenFormat {

    /** The expiry is in epoch milliseconds (8 bytes): 109 bytes, 150 characters. */
    ONE(1, Long.BYTES, "AQgw") {
        @Override
        void putExpiry(ByteBuffer token, Instant expiresAt) {
            token.putLong(expiresAt.toEpochMilli());
        }

        @Override
        Instant expiry(ByteBuffer token) {
            return Instant.ofEpochMilli(token.getLong(EXPIRY));
        }
    },

    /**
     * The expiry is in epoch seconds, rounded up (4 bytes, unsigned): 105 bytes, 144 characters, and no character with bits that say
     * nothing.
     */
    TWO(2, Integer.BYTES, null) {
        @Override
        void putExpiry(ByteBuffer token, Instant expiresAt) {
            token.putInt((int) (expiresAt.getEpochSecond() + (expiresAt.getNano() > 0 ? 1 : 0)));
        }

        @Override
        Instant expiry(ByteBuffer token) {
            return Instant.ofEpochSecond(Integer.toUnsignedLong(token.getInt(EXPIRY)));
        }
    };

    static final int KID = 1;
    static final int SESSION = KID + Integer.BYTES;
    static final int SECRET = SESSION + SessionId.BYTES;
    static final int EXPIRY = SECRET + SessionToken.SECRET_BYTES;
    private static final int MAC_BYTES = 32;
    private static final List<TokenFormat> FORMATS = List.of(values());

    private final byte number;
    private final String prefix;
    private final int mac;
    private final int length;
    private final @Nullable String ends;

    /** @param ends the last characters that leave no bit over, if others would; with them two texts would be one token */
    TokenFormat(int number, int expiryBytes, @Nullable String ends) {
        this.number = (byte) number;
        this.prefix = "ts" + number + "_";
        this.mac = EXPIRY + expiryBytes;
        this.length = prefix.length() + (bytes() * Byte.SIZE + 5) / 6;
        this.ends = ends;
    }

    abstract void putExpiry(ByteBuffer token, Instant expiresAt);

    abstract Instant expiry(ByteBuffer token);

    /** @throws IllegalArgumentException when there is no such format */
    public static TokenFormat of(int number) {
        for (var format : FORMATS) {
            if (format.number == number) {
                return format;
            }
        }
        throw new IllegalArgumentException("sessions.token-format has to be 1 or 2");
    }

    /** @return the bytes, the first of which is the format's number; null when the text is of no known form */
    static byte @Nullable [] decode(String token) {
        for (var format : FORMATS) {
            if (token.startsWith(format.prefix)) {
                return format.bytesOf(token);
            }
        }
        return null;
    }

    /** A token with everything but its MAC. */
    byte[] compose(int kid, SessionId session, byte[] secret, Instant expiresAt) {
        var token = new byte[bytes()];
        var buffer =
                ByteBuffer.wrap(token).put(number).putInt(kid).position(SECRET).put(secret);
        putExpiry(buffer, expiresAt);
        session.copyTo(token, SESSION);
        return token;
    }

    /** Where the MAC begins: the end of what it covers. */
    int mac() {
        return mac;
    }

    int bytes() {
        return mac + MAC_BYTES;
    }

    String encode(byte[] token) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private byte @Nullable [] bytesOf(String token) {
        if (token.length() != length || (ends != null && ends.indexOf(token.charAt(length - 1)) < 0)) {
            return null;
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(token.substring(prefix.length()));
            return bytes.length == bytes() && bytes[0] == number ? bytes : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
