package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import java.time.Instant;

/** The keys of one issuer, as far as they are known. Checks run in memory and throw nothing. */
public sealed interface SignatureKeys permits SharedSecret, PublishedKeys, SeveralKeys {

    /** Whether there is a key yet, from each source that may have some. */
    boolean areKnown();

    /**
     * Whether one of the keys made that signature.
     *
     * @param algorithm named by the token, and allowed by its issuer's profile
     * @param named the key named by the token
     * @param signed the bytes that are signed
     */
    Finding check(Algorithm algorithm, KeyHint named, byte[] signed, byte[] signature, Instant now);

    /** What came of it. */
    enum Finding {
        GENUINE,
        FORGED,
        /** The key is there but signs by another algorithm. */
        WRONG_ALGORITHM,
        /** No such key, and the keys were looked at lately: it does not exist. */
        UNKNOWN_KEY,
        /** No such key among keys that may be out of date, or no key at all: not a word about the token. */
        UNDECIDED
    }
}
