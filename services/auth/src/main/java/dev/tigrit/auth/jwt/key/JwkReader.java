package dev.tigrit.auth.jwt.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.tigrit.auth.signature.Ed25519Key;
import java.nio.charset.CharacterCodingException;
import java.security.Provider;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
 * Reads a JWK Set (RFC 7517 section 5) key by key: one that is of an unknown kind, weak, private, symmetric or not for
 * signatures is left out and takes no other with it. Forgives what real publishers do: compression, a byte order mark, null for
 * absent, padded base64.
 */
public final class JwkReader {

    /** Largest document. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");

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
    public static @Nullable KeySet read(byte[] published) {
        try {
            var bytes = KeyDocument.unpack(published, MAX_BYTES);
            return bytes == null ? null : keys(JSON.readTree(KeyDocument.text(bytes)));
        } catch (CharacterCodingException | JacksonException _) {
            return null;
        }
    }

    private static @Nullable KeySet keys(JsonNode document) {
        var listed = document.path("keys");
        if (!document.isObject() || !listed.isArray() || listed.size() > MAX_KEYS) {
            return null;
        }
        return new KeySet(listed.valueStream()
                .map(JwkReader::key)
                .flatMap(Stream::ofNullable)
                .toList());
    }

    private static @Nullable PublishedKey key(JsonNode jwk) {
        if (!jwk.isObject() || SECRET_MEMBERS.stream().anyMatch(jwk::has) || !isForSignatures(jwk)) {
            return null;
        }
        if (jwk.hasNonNull("kid")
                && (!jwk.path("kid").isString() || member(jwk, "kid").length() > MAX_KID_LENGTH)) {
            return null;
        }
        try {
            return switch (member(jwk, "kty")) {
                case "RSA" -> rsa(jwk);
                case "EC" -> ec(jwk);
                case "OKP" -> okp(jwk);
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
        return (!jwk.hasNonNull("use") || member(jwk, "use").equals("sig"))
                && (!jwk.hasNonNull("key_ops")
                        || (operations.isArray()
                                && operations
                                        .valueStream()
                                        .anyMatch(one ->
                                                one.isString() && one.asString().equals("verify"))));
    }

    private static @Nullable PublishedKey rsa(JsonNode jwk) throws JOSEException {
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
        return sane
                ? published(
                        jwk,
                        Algorithm.RSA,
                        PublishedKey.of(new RSASSAVerifier(key)),
                        key.getModulus().toString(16),
                        exponent.toString(16))
                : null;
    }

    private static @Nullable PublishedKey ec(JsonNode jwk) throws JOSEException {
        return switch (member(jwk, "crv")) {
            case "P-256" -> ec(jwk, Curve.P_256, Algorithm.ES256);
            case "P-384" -> ec(jwk, Curve.P_384, Algorithm.ES384);
            case "P-521" -> ec(jwk, Curve.P_521, Algorithm.ES512);
            case "secp256k1" -> ec(jwk, Curve.SECP256K1, Algorithm.ES256K);
            default -> null;
        };
    }

    private static @Nullable PublishedKey ec(JsonNode jwk, Curve curve, Algorithm algorithm) throws JOSEException {
        // The builder refuses a point that is not on the curve.
        var key = new ECKey.Builder(curve, base64url(jwk, "x"), base64url(jwk, "y")).build();
        var material = curve + " " + key.getX().decodeToBigInteger().toString(16) + " "
                + key.getY().decodeToBigInteger().toString(16);
        if (!curve.equals(Curve.SECP256K1)) {
            return published(jwk, Set.of(algorithm), PublishedKey.of(new ECDSAVerifier(key.toECPublicKey())), material);
        }
        var verifier = new ECDSAVerifier(key.toECPublicKey(BOUNCY_CASTLE));
        verifier.getJCAContext().setProvider(BOUNCY_CASTLE);
        return published(jwk, Set.of(algorithm), PublishedKey.of(verifier), material);
    }

    private static @Nullable PublishedKey okp(JsonNode jwk) {
        if (!member(jwk, "crv").equals("Ed25519")) {
            return null;
        }
        var key = Ed25519Key.ofBytes(base64url(jwk, "x").decode());
        return published(jwk, Algorithm.EDWARDS, PublishedKey.of(key), member(jwk, "x"));
    }

    /** One key, one algorithm (RFC 8725 section 3.1): the one that it names, else what its type can do. */
    private static @Nullable PublishedKey published(
            JsonNode jwk, Set<Algorithm> possible, PublishedKey.Check check, String... material) {
        var algorithms = possible;
        if (jwk.hasNonNull("alg")) {
            var named = Algorithm.find(member(jwk, "alg"));
            if (named == null || !possible.contains(named)) {
                return null;
            }
            algorithms = possible.equals(Algorithm.EDWARDS) ? possible : Set.of(named);
        }
        return new PublishedKey(
                jwk.hasNonNull("kid") ? member(jwk, "kid") : null,
                KeyDocument.thumbprints(jwk),
                member(jwk, "kty") + " " + String.join(" ", material),
                algorithms,
                check);
    }

    /** Padding and the other alphabet of base64 are forgiven, other characters are not. */
    private static Base64URL base64url(JsonNode jwk, String name) {
        var text = KeyHint.base64url(member(jwk, name));
        if (!BASE64URL.matcher(text).matches()) {
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
