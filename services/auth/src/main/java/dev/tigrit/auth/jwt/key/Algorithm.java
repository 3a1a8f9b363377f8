package dev.tigrit.auth.jwt.key;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Signature algorithms of RFC 7518 section 3, RFC 8037, RFC 8812 and RFC 9864; what is not here is never accepted. */
public enum Algorithm {
    HS256("HS256"),
    RS256("RS256"),
    RS384("RS384"),
    RS512("RS512"),
    PS256("PS256"),
    PS384("PS384"),
    PS512("PS512"),
    ES256("ES256"),
    ES384("ES384"),
    ES512("ES512"),
    ES256K("ES256K"),
    EDDSA("EdDSA"),
    ED25519("Ed25519");

    /** All for which the verifier holds a public key. */
    public static final Set<Algorithm> PUBLIC_KEY =
            Arrays.stream(values()).filter(one -> one != HS256).collect(Collectors.toUnmodifiableSet());

    /** What an RSA key can do that names no algorithm. */
    static final Set<Algorithm> RSA = Set.of(RS256, RS384, RS512, PS256, PS384, PS512);

    /** Two names of one algorithm, for keys of that curve: the older leaves the curve open (RFC 9864). */
    static final Set<Algorithm> EDWARDS = Set.of(EDDSA, ED25519);

    private static final Map<String, Algorithm> BY_SPELLING =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Algorithm::spelling, Function.identity()));

    private final String spelling;

    Algorithm(String spelling) {
        this.spelling = spelling;
    }

    /** The one spelling in {@code alg}; names are case-sensitive. */
    public String spelling() {
        return spelling;
    }

    /** The algorithm with exactly that name, or null. */
    public static @Nullable Algorithm find(String spelling) {
        return BY_SPELLING.get(spelling);
    }
}
