package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.key.KeyRing;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer, as far as they are known. A MAC is checked by the secret alone and a signature by public keys alone, so that
 * no public key ever serves as a secret. Checks run in memory and throw nothing.
 *
 * @param secret for HS256 (RFC 7518 section 3.2); null when there is none
 * @param published for every other algorithm, from each place
 */
public record IssuerKeys(@Nullable KeyRing secret, List<PublishedKeys> published) {

    public enum Finding {
        GENUINE,
        FORGED,
        /** The key is there but signs by another algorithm. */
        WRONG_ALGORITHM,
        /** No such key, and the keys were looked at lately: it does not exist. */
        UNKNOWN_KEY,
        /** No such key among keys that may be out of date, or no key at all: not a word about the token. */
        UNDECIDED
    }

    /** Whether there is a key yet, from each source that may have some. */
    public boolean areKnown() {
        return (secret == null || !secret.isEmpty()) && published.stream().allMatch(PublishedKeys::areKnown);
    }

    /** Whether one of the keys made that signature, by an algorithm that its issuer's profile allows. */
    public Finding check(Algorithm algorithm, KeyHint named, byte[] signed, byte[] signature, Instant now) {
        if (algorithm != Algorithm.HS256) {
            return published.isEmpty()
                    ? Finding.WRONG_ALGORITHM
                    : PublishedKeys.check(published, algorithm, named, signed, signature, now);
        }
        return secret == null ? Finding.WRONG_ALGORITHM : checkMac(secret, signed, signature, now);
    }

    /** The kid is ignored: every accepted version is tried. */
    private static Finding checkMac(KeyRing secret, byte[] signed, byte[] signature, Instant now) {
        if (secret.isEmpty()) {
            return Finding.UNDECIDED;
        }
        for (var version : secret.accepted(now)) {
            if (MessageDigest.isEqual(version.value().hmacSha256(signed), signature)) {
                return Finding.GENUINE;
            }
        }
        return Finding.FORGED;
    }
}
