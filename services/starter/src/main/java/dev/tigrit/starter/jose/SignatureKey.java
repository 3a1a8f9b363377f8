package dev.tigrit.starter.jose;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One public key of an issuer.
 *
 * @param kid its name in the set, or null
 * @param thumbprints of its certificate, as {@code x5t} or {@code x5t#S256} would name it
 * @param material kty and public members: two keys with the same are one
 * @param algorithms what it may be used with: those of its kind, or the one that it names
 */
public record SignatureKey(
        @Nullable String kid, Set<String> thumbprints, String material, Set<Algorithm> algorithms, Check check) {

    @FunctionalInterface
    public interface Check {
        boolean verify(Algorithm algorithm, byte[] signed, byte[] signature) throws GeneralSecurityException;
    }

    public SignatureKey {
        thumbprints = Set.copyOf(thumbprints);
        algorithms = Set.copyOf(algorithms);
    }

    /**
     * By the Java Cryptography Architecture.
     *
     * @param provider null for the JDK's own
     * @param signatureBytes exact length of its signatures
     */
    static Check by(@Nullable Provider provider, PublicKey key, int signatureBytes) {
        return (algorithm, signed, signature) -> {
            if (signature.length != signatureBytes) {
                return false;
            }
            var verifier = provider == null
                    ? Signature.getInstance(algorithm.jca(null))
                    : Signature.getInstance(algorithm.jca(provider), provider);
            algorithm.setParameters(verifier);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        };
    }

    /** Whatever a provider throws at a hostile signature, the signature is not genuine. */
    public boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature) {
        try {
            return algorithms.contains(algorithm) && check.verify(algorithm, signed, signature);
        } catch (GeneralSecurityException | RuntimeException _) {
            return false;
        }
    }
}
