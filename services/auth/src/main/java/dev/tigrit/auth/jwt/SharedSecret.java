package dev.tigrit.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.tigrit.starter.key.KeyRing;
import java.time.Instant;

/** The shared secret of an issuer that signs by HS256 (RFC 7518 section 3.2). */
public final class SharedSecret {

    private static final JWSHeader HS256 = new JWSHeader(JWSAlgorithm.HS256);

    private final KeyRing secrets;

    public SharedSecret(KeyRing secrets) {
        this.secrets = secrets;
    }

    boolean areKnown() {
        return !secrets.isEmpty();
    }

    boolean verify(CompactJws jws, Instant now) {
        for (var version : secrets.accepted(now)) {
            try {
                if (new MACVerifier(version.value().copy()).verify(HS256, jws.signedBytes(), jws.signature())) {
                    return true;
                }
            } catch (JOSEException e) {
                throw new IllegalStateException("a key of at least 32 bytes verifies HS256", e);
            }
        }
        return false;
    }
}
