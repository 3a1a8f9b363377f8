package dev.tigrit.starter.jose;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Signature algorithms of RFC 7518 section 3, RFC 8037, RFC 8812 and RFC 9864; what is not here is never accepted. */
public enum Algorithm {
    HS256("HS256", "HmacSHA256"),
    RS256("RS256", "SHA256withRSA"),
    RS384("RS384", "SHA384withRSA"),
    RS512("RS512", "SHA512withRSA"),
    PS256("PS256", "RSASSA-PSS"),
    PS384("PS384", "RSASSA-PSS"),
    PS512("PS512", "RSASSA-PSS"),
    ES256("ES256", "SHA256withECDSAinP1363Format"),
    ES384("ES384", "SHA384withECDSAinP1363Format"),
    ES512("ES512", "SHA512withECDSAinP1363Format"),
    /** The JDK has no secp256k1. */
    ES256K("ES256K", "SHA256withECDSAinP1363Format"),
    EDDSA("EdDSA", "Ed25519"),
    ED25519("Ed25519", "Ed25519");

    /** All for which the verifier holds a public key. */
    public static final Set<Algorithm> PUBLIC_KEY =
            Arrays.stream(values()).filter(one -> one != HS256).collect(Collectors.toUnmodifiableSet());

    /** What an RSA key can do that names no algorithm. */
    public static final Set<Algorithm> RSA = Set.of(RS256, RS384, RS512, PS256, PS384, PS512);

    /** Two names of one algorithm, for keys of that curve: the older leaves the curve open (RFC 9864). */
    public static final Set<Algorithm> EDWARDS = Set.of(EDDSA, ED25519);

    private static final Map<String, Algorithm> BY_SPELLING =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Algorithm::spelling, Function.identity()));

    private final String spelling;
    private final String jca;

    Algorithm(String spelling, String jca) {
        this.spelling = spelling;
        this.jca = jca;
    }

    /** The one spelling in {@code alg}; names are case-sensitive. */
    public String spelling() {
        return spelling;
    }

    public static @Nullable Algorithm find(String spelling) {
        return BY_SPELLING.get(spelling);
    }

    /**
     * The name in the Java Cryptography Architecture.
     *
     * @param provider null for the JDK's own; Bouncy Castle has another name for an ECDSA signature without ASN.1
     */
    String jca(@Nullable Provider provider) {
        return provider == null ? jca : jca.replace("ECDSAinP1363Format", "PLAIN-ECDSA");
    }

    /** The salt of PSS is as long as the hash (RFC 7518 section 3.5). */
    void setParameters(Signature verifier) throws GeneralSecurityException {
        if (name().startsWith("PS")) {
            var bits = Integer.parseInt(name().substring(2));
            var hash = "SHA-" + bits;
            verifier.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
        }
    }
}
