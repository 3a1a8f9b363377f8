package dev.tigrit.sessions.session;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Issues and checks session tokens; {@link TokenFormat} is what they look like. The MAC covers a label and all before it. */
public final class Tokens {

    /** How far this service's clock may be from the store's, which sets the deadlines. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

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
        var token = TokenFormat.compose(key.kid(), session, secret.copy(), expiresAt);
        var mac = mac(key, token);
        System.arraycopy(mac, 0, token, TokenFormat.MAC, mac.length);
        return TokenFormat.encode(token);
    }

    /** Never asks the store. */
    public TokenCheck check(String token, Instant now) {
        var bytes = TokenFormat.decode(token);
        if (bytes == null) {
            return new TokenCheck.Refused(Refusal.MALFORMED);
        }
        var fields = ByteBuffer.wrap(bytes);
        var key = keys.withKid(fields.getInt(TokenFormat.KID), now);
        if (key == null) {
            return keys.isEmpty() || !keys.confirmedSince(now.minus(freshFor))
                    ? new TokenCheck.Undecided()
                    : new TokenCheck.Refused(Refusal.UNKNOWN_KEY);
        }
        if (!MessageDigest.isEqual(mac(key, bytes), Arrays.copyOfRange(bytes, TokenFormat.MAC, bytes.length))) {
            return new TokenCheck.Refused(Refusal.FORGED);
        }
        var parsed = new SessionToken(
                SessionId.copyOf(bytes, TokenFormat.SESSION),
                Sensitive.of(Sha256.of(secretOf(bytes))),
                Instant.ofEpochMilli(fields.getLong(TokenFormat.EXPIRY)));
        return now.isAfter(parsed.expiresAt().plus(CLOCK_TOLERANCE))
                ? new TokenCheck.Expired(parsed)
                : new TokenCheck.Genuine(parsed);
    }

    /**
     * The secret that follows that of a genuine token: HMAC-SHA256 of the salt, keyed with the token's own secret. It takes both
     * to know it; the store has only the salt.
     */
    public static Sensitive successor(String token, Sensitive salt) {
        var bytes = TokenFormat.decode(token);
        if (bytes == null) {
            throw new IllegalArgumentException("not a token");
        }
        return Sensitive.of(Sensitive.of(secretOf(bytes)).hmacSha256(salt.copy()));
    }

    private static byte[] secretOf(byte[] token) {
        return Arrays.copyOfRange(token, TokenFormat.SECRET, TokenFormat.EXPIRY);
    }

    private byte[] mac(KeyVersion key, byte[] token) {
        var mac = labelled(key);
        mac.update(token, 0, TokenFormat.MAC);
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
