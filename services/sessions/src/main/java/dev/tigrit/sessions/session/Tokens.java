package dev.tigrit.sessions.session;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.key.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Issues and checks session tokens: {@code ts1_} + base64url of the version (1 byte, 1), kid (4), session id (32), secret (32), absolute
 * expiry in epoch milliseconds (8) and HMAC-SHA256 (32), big-endian: 109 bytes, 150 characters. The MAC covers a label and all bytes
 * before it. A token of any other version is refused.
 */
public final class Tokens {

    /** How far this service's clock may be from the store's, which sets the deadlines. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    /** Separates these MACs from all others under the same key. */
    private static final byte[] LABEL = "tigrit session token\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte VERSION = 1;
    private static final String PREFIX = "ts1_";
    private static final int SECRET_BYTES = 32;
    private static final int KID = 1;
    private static final int SESSION = KID + Integer.BYTES;
    private static final int SECRET = SESSION + SessionId.BYTES;
    private static final int EXPIRY = SECRET + SECRET_BYTES;
    private static final int MAC = EXPIRY + Long.BYTES;
    private static final int BYTES = MAC + 32;
    private static final int LENGTH = PREFIX.length() + (BYTES * Byte.SIZE + 5) / 6;

    /** The last characters that leave no bit over; with others two texts would be one token. */
    private static final String ENDS = "AQgw";

    private final KeyRing keys;
    private final Duration freshFor;

    /**
     * @param freshFor an unknown kid is refused (401) only if the key source was heard within this time; otherwise the kid may belong
     *     to a version that this replica does not have yet (503)
     */
    public Tokens(KeyRing signingKeys, Duration freshFor) {
        this.keys = signingKeys;
        this.freshFor = freshFor;
    }

    public static Sensitive newSecret(SecureRandom random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Sensitive.of(secret);
    }

    public static Sensitive hashOf(Sensitive secret) {
        return Sensitive.of(Sha256.of(secret.copy()));
    }

    /** @return the version that signs now, or null while there is none */
    public @Nullable KeyVersion signingKey(Instant now) {
        return keys.signing(now);
    }

    public String issue(KeyVersion key, SessionId session, Sensitive secret, Instant expiresAt) {
        var token = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putInt(key.kid())
                .put(session.copy())
                .put(secret.copy())
                .putLong(expiresAt.toEpochMilli());
        return encode(token.put(mac(key, token.array())).array());
    }

    /** Never asks the store. */
    public Check check(String token, Instant now) {
        var bytes = decode(token);
        if (bytes == null) {
            return new Check.Refused(Refusal.MALFORMED);
        }
        var fields = ByteBuffer.wrap(bytes);
        var key = keys.withKid(fields.getInt(KID), now);
        if (key == null) {
            return keys.isEmpty() || !keys.confirmedSince(now.minus(freshFor))
                    ? new Check.Undecided()
                    : new Check.Refused(Refusal.UNKNOWN_KEY);
        }
        if (!MessageDigest.isEqual(mac(key, bytes), Arrays.copyOfRange(bytes, MAC, BYTES))) {
            return new Check.Refused(Refusal.FORGED);
        }
        var session = SessionId.copyOf(bytes, SESSION);
        var expiresAt = Instant.ofEpochMilli(fields.getLong(EXPIRY));
        return now.isAfter(expiresAt.plus(CLOCK_TOLERANCE))
                ? new Check.Expired(session)
                : new Check.Genuine(session, Sensitive.of(Sha256.of(secretOf(bytes))));
    }

    /**
     * The secret that follows that of a genuine token: HMAC-SHA256 of the salt, keyed with the token's own secret. Both are needed to
     * compute it; the store has only the salt.
     */
    public static Sensitive successor(String token, Sensitive salt) {
        var bytes = decode(token);
        if (bytes == null) {
            throw new IllegalArgumentException("not a token");
        }
        return Sensitive.of(Sensitive.of(secretOf(bytes)).hmacSha256(salt.copy()));
    }

    static String encode(byte[] token) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** @return null when the text is not of this form and version */
    private static byte @Nullable [] decode(String token) {
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

    private static byte[] secretOf(byte[] token) {
        return Arrays.copyOfRange(token, SECRET, EXPIRY);
    }

    private static byte[] mac(KeyVersion key, byte[] token) {
        var mac = key.value().hmacSha256();
        mac.update(LABEL);
        mac.update(token, 0, MAC);
        return mac.doFinal();
    }

    /** What a token is by itself, before the store is asked. */
    public sealed interface Check {

        /** Signed by this service, and the absolute deadline has not passed; the hash of the random part is compared with the record. */
        record Genuine(SessionId session, Sensitive secretHash) implements Check {}

        /** Signed by this service, but the absolute deadline has passed: the session is over whatever the store holds. */
        record Expired(SessionId session) implements Check {}

        /** Not a token of this service. */
        record Refused(Refusal reason) implements Check {}

        /** The key that is needed to decide is not available yet. */
        record Undecided() implements Check {}
    }
}
