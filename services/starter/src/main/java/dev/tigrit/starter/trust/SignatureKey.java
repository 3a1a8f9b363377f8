package dev.tigrit.starter.trust;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One public key of a cluster.
 *
 * @param key RSA or EC
 * @param algorithms what it may be used with: those of its kind, or the one that it names
 * @param signatureBytes exact length of its signatures
 */
record SignatureKey(PublicKey key, Set<Algorithm> algorithms, int signatureBytes) {

    private static final String PSS = "RSASSA-PSS";
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 33;

    /** Signature algorithms of RFC 7518 section 3 that a Kubernetes API server can be set to; what is not here is refused. */
    enum Algorithm {
        RS256("SHA256withRSA", "RSA"),
        RS384("SHA384withRSA", "RSA"),
        RS512("SHA512withRSA", "RSA"),
        PS256(PSS, "RSA"),
        PS384(PSS, "RSA"),
        PS512(PSS, "RSA"),
        ES256("SHA256withECDSAinP1363Format", "P-256"),
        ES384("SHA384withECDSAinP1363Format", "P-384"),
        ES512("SHA512withECDSAinP1363Format", "P-521");

        private final String jca;
        private final String kind;

        Algorithm(String jca, String kind) {
            this.jca = jca;
            this.kind = kind;
        }

        static @Nullable Algorithm find(String name) {
            for (var algorithm : values()) {
                if (algorithm.name().equals(name)) {
                    return algorithm;
                }
            }
            return null;
        }

        private Signature toVerifier() throws GeneralSecurityException {
            var verifier = Signature.getInstance(jca);
            if (jca.equals(PSS)) {
                // The salt is as long as the hash (RFC 7518 section 3.5).
                var bits = Integer.parseInt(name().substring(2));
                var hash = "SHA-" + bits;
                verifier.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
            }
            return verifier;
        }

        /** @param kind RSA, or the curve */
        private static Set<Algorithm> of(String kind) {
            var all = EnumSet.allOf(Algorithm.class);
            all.removeIf(algorithm -> !algorithm.kind.equals(kind));
            return all;
        }
    }

    /** The key of a JWK (RFC 7517 section 4), or null when it is of another kind, weak, not for signatures or malformed. */
    static @Nullable SignatureKey read(JsonNode jwk) {
        if (!jwk.path("use").asString("sig").equals("sig")) {
            return null;
        }
        try {
            return switch (jwk.path("kty").asString("")) {
                case "RSA" -> rsa(jwk);
                case "EC" -> ec(jwk);
                default -> null;
            };
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable SignatureKey rsa(JsonNode jwk) throws GeneralSecurityException {
        var modulus = number(jwk, "n");
        var exponent = number(jwk, "e");
        if (modulus.bitLength() < MIN_RSA_BITS
                || modulus.bitLength() > MAX_RSA_BITS
                || exponent.bitLength() < 2
                || exponent.bitLength() > MAX_EXPONENT_BITS) {
            return null;
        }
        var key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        return named(jwk, "RSA", key, (modulus.bitLength() + 7) / 8);
    }

    private static @Nullable SignatureKey ec(JsonNode jwk) throws GeneralSecurityException {
        var curve = jwk.path("crv").asString("");
        var parameters = AlgorithmParameters.getInstance("EC");
        switch (curve) {
            case "P-256" -> parameters.init(new ECGenParameterSpec("secp256r1"));
            case "P-384" -> parameters.init(new ECGenParameterSpec("secp384r1"));
            case "P-521" -> parameters.init(new ECGenParameterSpec("secp521r1"));
            default -> {
                return null;
            }
        }
        var domain = parameters.getParameterSpec(ECParameterSpec.class);
        var point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        var key = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, domain));
        return named(jwk, curve, key, 2 * ((domain.getOrder().bitLength() + 7) / 8));
    }

    private static @Nullable SignatureKey named(JsonNode jwk, String kind, PublicKey key, int signatureBytes) {
        var possible = Algorithm.of(kind);
        if (jwk.has("alg")) {
            possible.removeIf(
                    algorithm -> !algorithm.name().equals(jwk.path("alg").asString("")));
        }
        return possible.isEmpty() ? null : new SignatureKey(key, Set.copyOf(possible), signatureBytes);
    }

    private static BigInteger number(JsonNode jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asString("")));
    }

    /** Whatever a provider throws at a hostile signature, the signature is not genuine. */
    boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature) {
        if (!algorithms.contains(algorithm) || signature.length != signatureBytes) {
            return false;
        }
        try {
            var verifier = algorithm.toVerifier();
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException _) {
            return false;
        }
    }
}
