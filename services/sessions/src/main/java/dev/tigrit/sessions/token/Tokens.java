package dev.tigrit.sessions.token;

import dev.tigrit.sessions.Refusal;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Issues and checks session tokens: {@code ts1_} + base64url of version (1 byte), kid (4), session id (32), secret (32),
 * absolute expiry in epoch milliseconds (8, big-endian) and HMAC-SHA256 over a label and all of that (32).
 */
public final class Tokens {

    /** Length of a token in characters. */
    public static final int LENGTH = 150;

    /** How far this service's clock may be from the store's, which sets the deadlines. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    private static final String PREFIX = "ts1_";
    private static final byte VERSION = 1;
    private static final int KID = 1;
    private static final int SESSION = KID + Integer.BYTES;
    private static final int SECRET = SESSION + SessionId.BYTES;
    private static final int EXPIRY = SECRET + SessionToken.SECRET_BYTES;
    private static final int MAC = EXPIRY + Long.BYTES;
    private static final int BYTES = MAC + 32;

    /** The last character carries 2 bits of the MAC; its other 4 have to be zero, or two texts would be one token. */
    private static final String CANONICAL_ENDS = "AQgw";

    /** Keeps a MAC of a token from being one of anything else that the same key might ever sign. */
    private static final byte[] LABEL = "tigrit session token\n".getBytes(StandardCharsets.US_ASCII);

    private final KeyRing keys;
    private final Duration freshFor;
    private final Map<KeyVersion, Mac> macs = new ConcurrentHashMap<>();

    /**
     * Tokens under these keys.
     *
     * @param freshFor how recently the source of the keys has to have been heard for an unknown kid to mean a forged or retired
     *     token (401); otherwise it may be of a version that this replica has yet to learn (503)
     */
    public Tokens(KeyRing signingKeys, Duration freshFor) {
        this.keys = signingKeys;
        this.freshFor = freshFor;
    }

    /** @return the version that signs now, or null while there is none */
    public @Nullable KeyVersion signingKey(Instant now) {
        return keys.signing(now);
    }

    public String issue(KeyVersion key, SessionId session, Sensitive secret, Instant expiresAt) {
        var bytes = new byte[BYTES];
        ByteBuffer.wrap(bytes)
                .put(VERSION)
                .putInt(key.kid())
                .position(SECRET)
                .put(secret.copy())
                .putLong(expiresAt.toEpochMilli());
        session.copyTo(bytes, SESSION);
        System.arraycopy(mac(key, bytes), 0, bytes, MAC, BYTES - MAC);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Never asks the store. */
    public TokenCheck check(String token, Instant now) {
        var bytes = decode(token);
        if (bytes == null) {
            return new TokenCheck.Refused(Refusal.MALFORMED);
        }
        var fields = ByteBuffer.wrap(bytes);
        var key = keys.withKid(fields.getInt(KID), now);
        if (key == null) {
            return keys.isEmpty() || !keys.confirmedSince(now.minus(freshFor))
                    ? new TokenCheck.Undecided()
                    : new TokenCheck.Refused(Refusal.UNKNOWN_KEY);
        }
        if (!MessageDigest.isEqual(mac(key, bytes), Arrays.copyOfRange(bytes, MAC, BYTES))) {
            return new TokenCheck.Refused(Refusal.FORGED);
        }
        var parsed = new SessionToken(
                SessionId.copyOf(bytes, SESSION),
                Sensitive.of(Sha256.of(Arrays.copyOfRange(bytes, SECRET, EXPIRY))),
                Instant.ofEpochMilli(fields.getLong(EXPIRY)));
        return now.isAfter(parsed.expiresAt().plus(CLOCK_TOLERANCE))
                ? new TokenCheck.Expired(parsed)
                : new TokenCheck.Genuine(parsed);
    }

    /**
     * The secret that follows that of a genuine token: HMAC-SHA256 of the salt, keyed with the token's own secret. It takes both
     * to know it; the store has only the salt.
     */
    public static Sensitive successor(String token, Sensitive salt) {
        var bytes = decode(token);
        if (bytes == null) {
            throw new IllegalArgumentException("not a token");
        }
        return Sensitive.of(
                Sensitive.of(Arrays.copyOfRange(bytes, SECRET, EXPIRY)).hmacSha256(salt.copy()));
    }

    private static byte @Nullable [] decode(String token) {
        if (token.length() != LENGTH
                || !token.startsWith(PREFIX)
                || CANONICAL_ENDS.indexOf(token.charAt(LENGTH - 1)) < 0) {
            return null;
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            return bytes.length == BYTES && bytes[0] == VERSION ? bytes : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private byte[] mac(KeyVersion key, byte[] token) {
        var mac = labelled(key);
        mac.update(token, 0, MAC);
        return mac.doFinal();
    }

    /** A copy of a MAC that is already past the key and the label, which saves their share of each computation. */
    private Mac labelled(KeyVersion key) {
        var prepared = macs.get(key);
        if (prepared == null) {
            prepared = key.value().hmacSha256();
            prepared.update(LABEL);
            macs.keySet().retainAll(keys.accepted(Instant.EPOCH).stream().collect(Collectors.toSet()));
            macs.put(key, prepared);
        }
        try {
            return (Mac) prepared.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's HMAC can be copied", e);
        }
    }
}
