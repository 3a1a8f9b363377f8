package dev.tigrit.starter.jose;

import dev.tigrit.starter.json.StrictObject;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a JWK Set (RFC 7517 section 5). One that is of an unknown kind, weak, private, symmetric or not for signatures is
 * left out and takes no other with it. Forgives what real publishers do: null for absent, padded base64.
 *
 * @param members as they are published
 */
public record Jwk(Map<?, ?> members) {

    private static final int MAX_KEYS = 64;
    private static final int MAX_KID_LENGTH = 128;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 33;

    /** Members of private and symmetric keys (RFC 7518 section 6, RFC 8037): what carries one is no public key. */
    private static final List<String> SECRET_MEMBERS =
            List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv", "seed");

    /** What a key is made of: its public members, and what a key of this kind can do. */
    public record Parts(String material, Set<Algorithm> possible, SignatureKey.Check check) {}

    /** Reads the keys that the JDK does not have, or that another provider is faster with. */
    @FunctionalInterface
    public interface OtherKinds {

        /** RSA and the curves of NIST, by the JDK. */
        OtherKinds NONE = _ -> null;

        /** Null for what is left to the JDK. */
        @Nullable
        Parts parts(Jwk jwk) throws GeneralSecurityException;
    }

    /** The usable keys of a set, perhaps none, or null when this is no JWK Set. */
    public static @Nullable List<SignatureKey> readSet(@Nullable Map<String, Object> document, OtherKinds others) {
        if (document == null || !(document.get("keys") instanceof List<?> listed) || listed.size() > MAX_KEYS) {
            return null;
        }
        var keys = new ArrayList<SignatureKey>(listed.size());
        for (var entry : listed) {
            var key = entry instanceof Map<?, ?> members ? new Jwk(members).key(others) : null;
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private @Nullable SignatureKey key(OtherKinds others) {
        var kid = value("kid");
        if (SECRET_MEMBERS.stream().anyMatch(members::containsKey)
                || !isForSignatures()
                || (kid != null && !(kid instanceof String name && name.length() <= MAX_KID_LENGTH))) {
            return null;
        }
        try {
            var parts = others.parts(this);
            if (parts == null) {
                parts = text("kty").equals("RSA") ? rsa() : ec();
            }
            return parts == null ? null : key((String) kid, parts);
        } catch (GeneralSecurityException | RuntimeException _) {
            // Of a missing coordinate, broken base64url, a number that is out of range.
            return null;
        }
    }

    /** One key, one algorithm (RFC 8725 section 3.1): the one that it names, else what its type can do. */
    private @Nullable SignatureKey key(@Nullable String kid, Parts parts) throws GeneralSecurityException {
        var algorithms = parts.possible();
        if (value("alg") != null) {
            var named = Algorithm.find(text("alg"));
            if (named == null || !algorithms.contains(named)) {
                return null;
            }
            algorithms = algorithms.equals(Algorithm.EDWARDS) ? algorithms : Set.of(named);
        }
        return new SignatureKey(kid, thumbprints(), text("kty") + " " + parts.material(), algorithms, parts.check());
    }

    /** Of the key's certificate: as published, and as computed from the certificate itself (RFC 7517 sections 4.7 to 4.9). */
    private Set<String> thumbprints() throws GeneralSecurityException {
        var thumbprints = new HashSet<String>();
        for (var name : List.of("x5t", "x5t#S256")) {
            if (value(name) instanceof String published) {
                thumbprints.add(base64url(published));
            }
        }
        if (value("x5c") instanceof List<?> chain
                && !chain.isEmpty()
                && chain.getFirst() instanceof String certificate) {
            try {
                var der = Base64.getMimeDecoder().decode(certificate);
                for (var hash : List.of("SHA-1", "SHA-256")) {
                    var digest = MessageDigest.getInstance(hash).digest(der);
                    thumbprints.add(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
                }
            } catch (IllegalArgumentException _) {
                // No certificate; the key itself does not need one.
            }
        }
        return thumbprints;
    }

    /** RFC 7517 sections 4.2 and 4.3. */
    private boolean isForSignatures() {
        var operations = value("key_ops");
        return (value("use") == null || text("use").equals("sig"))
                && (operations == null || (operations instanceof List<?> list && list.contains("verify")));
    }

    private @Nullable Parts rsa() throws GeneralSecurityException {
        var modulus = number("n");
        var exponent = number("e");
        var bits = modulus.bitLength();
        // An exponent of one makes every signature its own message.
        if (bits < MIN_RSA_BITS
                || bits > MAX_RSA_BITS
                || !exponent.testBit(0)
                || exponent.bitLength() < 2
                || exponent.bitLength() > MAX_EXPONENT_BITS) {
            return null;
        }
        var key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        return new Parts(
                modulus.toString(16) + " " + exponent.toString(16),
                Algorithm.RSA,
                SignatureKey.by(null, key, (bits + 7) / 8));
    }

    private @Nullable Parts ec() throws GeneralSecurityException {
        return switch (text("kty") + " " + text("crv")) {
            case "EC P-256" -> ec("secp256r1", Algorithm.ES256, null);
            case "EC P-384" -> ec("secp384r1", Algorithm.ES384, null);
            case "EC P-521" -> ec("secp521r1", Algorithm.ES512, null);
            default -> null;
        };
    }

    /**
     * A key on a curve over a prime field.
     *
     * @param provider that has the curve, null for the JDK's own
     * @return null when the point is not on the curve
     */
    public @Nullable Parts ec(String curve, Algorithm algorithm, @Nullable Provider provider)
            throws GeneralSecurityException {
        var parameters = provider == null
                ? AlgorithmParameters.getInstance("EC")
                : AlgorithmParameters.getInstance("EC", provider);
        parameters.init(new ECGenParameterSpec(curve));
        var domain = parameters.getParameterSpec(ECParameterSpec.class);
        var x = number("x");
        var y = number("y");
        if (!isOn(domain, x, y)) {
            return null;
        }
        var factory = provider == null ? KeyFactory.getInstance("EC") : KeyFactory.getInstance("EC", provider);
        var key = factory.generatePublic(new ECPublicKeySpec(new ECPoint(x, y), domain));
        var signatureBytes = 2 * ((domain.getOrder().bitLength() + 7) / 8);
        return new Parts(
                curve + " " + x.toString(16) + " " + y.toString(16),
                Set.of(algorithm),
                SignatureKey.by(provider, key, signatureBytes));
    }

    private static boolean isOn(ECParameterSpec domain, BigInteger x, BigInteger y) {
        var curve = domain.getCurve();
        if (!(curve.getField() instanceof ECFieldFp field)) {
            return false;
        }
        var p = field.getP();
        var right = x.pow(2).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
    }

    /** A member that is text; empty when it is absent or something else. */
    public String text(String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    /**
     * A member that is base64url. Padding and the other alphabet of base64 are forgiven, other characters are not.
     *
     * @throws IllegalArgumentException when it is not, or is not there
     */
    public byte[] bytes(String name) {
        var bytes = Base64.getUrlDecoder().decode(base64url(text(name)));
        if (bytes.length == 0) {
            throw new IllegalArgumentException("is empty");
        }
        return bytes;
    }

    private BigInteger number(String name) {
        return new BigInteger(1, bytes(name));
    }

    /** Null when it is absent or null. */
    private @Nullable Object value(String name) {
        var value = members.get(name);
        return StrictObject.NULL.equals(value) ? null : value;
    }

    /** One spelling for base64 with and without padding, of either alphabet. */
    public static String base64url(String base64) {
        var end = base64.length();
        while (end > 0 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return base64.substring(0, end).replace('+', '-').replace('/', '_');
    }
}
