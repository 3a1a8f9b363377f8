package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.key.KeyRing;
import java.security.MessageDigest;
import java.time.Instant;

/** The shared secret of an issuer that signs by HS256 (RFC 7518 section 3.2), in each of its accepted versions. */
public final class SharedSecret implements SignatureKeys {

    private final KeyRing secrets;

    public SharedSecret(KeyRing secrets) {
        this.secrets = secrets;
    }

    @Override
    public boolean areKnown() {
        return !secrets.isEmpty();
    }

    /** The kid is ignored: every version is tried. */
    @Override
    public Finding check(Algorithm algorithm, KeyHint named, byte[] signed, byte[] signature, Instant now) {
        if (algorithm != Algorithm.HS256) {
            return Finding.WRONG_ALGORITHM;
        }
        if (secrets.isEmpty()) {
            return Finding.UNDECIDED;
        }
        for (var version : secrets.accepted(now)) {
            if (MessageDigest.isEqual(version.value().hmacSha256(signed), signature)) {
                return Finding.GENUINE;
            }
        }
        return Finding.FORGED;
    }
}
