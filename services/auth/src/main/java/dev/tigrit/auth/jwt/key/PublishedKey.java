package dev.tigrit.auth.jwt.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.tigrit.auth.signature.Ed25519Key;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One public key of an issuer.
 *
 * @param kid its name in the set, or null
 * @param thumbprints of its certificate, as {@code x5t} or {@code x5t#S256} would name it
 * @param material kty and public members: two keys with the same are one
 * @param algorithms what it may be used with
 * @param check the signature itself
 */
record PublishedKey(
        @Nullable String kid, Set<String> thumbprints, String material, Set<Algorithm> algorithms, Check check) {

    private static final Map<Algorithm, JWSHeader> HEADERS = Algorithm.PUBLIC_KEY.stream()
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), algorithm -> new JWSHeader(JWSAlgorithm.parse(algorithm.spelling()))));

    /** The arithmetic of one key. */
    interface Check {
        boolean verify(Algorithm algorithm, byte[] signed, Base64URL signature) throws JOSEException;
    }

    static Check of(JWSVerifier verifier) {
        return (algorithm, signed, signature) -> {
            var header = HEADERS.get(algorithm);
            return header != null && verifier.verify(header, signed, signature);
        };
    }

    static Check of(Ed25519Key key) {
        return (_, signed, signature) -> key.verify(signed, signature.decode());
    }

    /** Whatever a provider throws at a hostile signature, the signature is not genuine. */
    boolean verifies(Algorithm algorithm, byte[] signed, Base64URL signature) {
        try {
            return check.verify(algorithm, signed, signature);
        } catch (JOSEException | RuntimeException _) {
            return false;
        }
    }
}
