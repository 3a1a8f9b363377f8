package dev.tigrit.auth.jwt.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.tigrit.auth.signature.Ed25519Key;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JWK Set (RFC 7517 section 5) key by key: one that is of an unknown kind, weak, private, symmetric, not for
 * signatures, or ambiguous is left out and takes no other with it.
 */
public final class JwkReader {

    /** Largest document. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_KEYS = 64;
    private static final int MAX_KID_LENGTH = 128;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 33;

    /** Members of private and symmetric keys (RFC 7518 section 6, RFC 8037): what carries one is no public key. */
    private static final List<String> SECRET_MEMBERS =
            List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv", "seed");

    /** The JDK has no secp256k1. An instance of our own: a provider added to the JVM would serve everybody. */
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JwkReader() {}

    /** The usable keys, perhaps none, or null when this is no JWK Set. */
    public static @Nullable KeySet read(byte[] utf8) {
        try {
            return utf8.length > MAX_BYTES ? null : keys(JSON.readTree(text(utf8)));
        } catch (CharacterCodingException | JacksonException _) {
            return null;
        }
    }

    /** The JSON parser's own decoder accepts overlong sequences. */
    private static String text(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    private static @Nullable KeySet keys(JsonNode document) {
        var listed = document.path("keys");
        if (!document.isObject() || !listed.isArray() || listed.size() > MAX_KEYS) {
            return null;
        }
        var ambiguous = repeatedKids(listed);
        var usable = new ArrayList<PublishedKey>();
        for (var jwk : listed) {
            var key = key(jwk);
            if (key != null && !(key.kid() != null && ambiguous.contains(key.kid()))) {
                usable.add(key);
            }
        }
        return new KeySet(usable);
    }

    /** Counted over all keys, usable or not: which of two the issuer meant is not ours to guess. */
    private static Set<String> repeatedKids(JsonNode listed) {
        var seen = new HashSet<String>();
        var repeated = new HashSet<String>();
        for (var jwk : listed) {
            var kid = jwk.path("kid");
            if (kid.isString() && !seen.add(kid.asString())) {
                repeated.add(kid.asString());
            }
        }
        return repeated;
    }

    private static @Nullable PublishedKey key(JsonNode jwk) {
        if (!jwk.isObject() || SECRET_MEMBERS.stream().anyMatch(jwk::has) || !isForSignatures(jwk)) {
            return null;
        }
        var kid = jwk.path("kid").asString(null);
        if (jwk.has("kid") && (!jwk.path("kid").isString() || kid == null || kid.length() > MAX_KID_LENGTH)) {
            return null;
        }
        try {
            return switch (member(jwk, "kty")) {
                case "RSA" -> rsa(kid, jwk);
                case "EC" -> ec(kid, jwk);
                case "OKP" -> okp(kid, jwk);
                default -> null;
            };
        } catch (JOSEException | RuntimeException _) {
            // What the libraries throw at a point that is not on its curve, at a missing coordinate, at broken
            // base64url.
            return null;
        }
    }

    /** RFC 7517 sections 4.2 and 4.3. */
    private static boolean isForSignatures(JsonNode jwk) {
        var operations = jwk.path("key_ops");
        return (!jwk.has("use") || member(jwk, "use").equals("sig"))
                && (!jwk.has("key_ops")
                        || (operations.isArray()
                                && operations
                                        .valueStream()
                                        .anyMatch(one ->
                                                one.isString() && one.asString().equals("verify"))));
    }

    private static @Nullable PublishedKey rsa(@Nullable String kid, JsonNode jwk) throws JOSEException {
        var key = new RSAKey.Builder(base64url(jwk, "n"), base64url(jwk, "e"))
                .build()
                .toRSAPublicKey();
        var bits = key.getModulus().bitLength();
        var exponent = key.getPublicExponent();
        // An exponent of one makes every signature its own message.
        var sane = bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && exponent.testBit(0)
                && exponent.bitLength() > 1
                && exponent.bitLength() <= MAX_EXPONENT_BITS;
        return sane ? published(kid, jwk, Algorithm.RSA, PublishedKey.of(new RSASSAVerifier(key))) : null;
    }

    private static @Nullable PublishedKey ec(@Nullable String kid, JsonNode jwk) throws JOSEException {
        return switch (member(jwk, "crv")) {
            case "P-256" -> ec(kid, jwk, Curve.P_256, Algorithm.ES256);
            case "P-384" -> ec(kid, jwk, Curve.P_384, Algorithm.ES384);
            case "P-521" -> ec(kid, jwk, Curve.P_521, Algorithm.ES512);
            case "secp256k1" -> ec(kid, jwk, Curve.SECP256K1, Algorithm.ES256K);
            default -> null;
        };
    }

    private static @Nullable PublishedKey ec(@Nullable String kid, JsonNode jwk, Curve curve, Algorithm algorithm)
            throws JOSEException {
        // The builder refuses a point that is not on the curve.
        var key = new ECKey.Builder(curve, base64url(jwk, "x"), base64url(jwk, "y")).build();
        if (!curve.equals(Curve.SECP256K1)) {
            return published(kid, jwk, Set.of(algorithm), PublishedKey.of(new ECDSAVerifier(key.toECPublicKey())));
        }
        var verifier = new ECDSAVerifier(key.toECPublicKey(BOUNCY_CASTLE));
        verifier.getJCAContext().setProvider(BOUNCY_CASTLE);
        return published(kid, jwk, Set.of(algorithm), PublishedKey.of(verifier));
    }

    private static @Nullable PublishedKey okp(@Nullable String kid, JsonNode jwk) {
        if (!member(jwk, "crv").equals("Ed25519")) {
            return null;
        }
        var key = Ed25519Key.ofBytes(base64url(jwk, "x").decode());
        return published(kid, jwk, Algorithm.EDWARDS, PublishedKey.of(key));
    }

    /** One key, one algorithm (RFC 8725 section 3.1): the one that it names, else what its type can do. */
    private static @Nullable PublishedKey published(
            @Nullable String kid, JsonNode jwk, Set<Algorithm> possible, PublishedKey.Check check) {
        if (!jwk.has("alg")) {
            return new PublishedKey(kid, possible, check);
        }
        var named = Algorithm.find(member(jwk, "alg"));
        if (named == null || !possible.contains(named)) {
            return null;
        }
        return new PublishedKey(kid, possible.equals(Algorithm.EDWARDS) ? possible : Set.of(named), check);
    }

    private static Base64URL base64url(JsonNode jwk, String name) {
        var text = member(jwk, name);
        if (text.isEmpty() || Stream.of("=", "+", "/", " ").anyMatch(text::contains)) {
            throw new IllegalArgumentException("not base64url");
        }
        return new Base64URL(text);
    }

    /** A member that is text; empty when it is absent or something else. */
    private static String member(JsonNode jwk, String name) {
        var value = jwk.path(name);
        return value.isString() ? value.asString() : "";
    }
}
