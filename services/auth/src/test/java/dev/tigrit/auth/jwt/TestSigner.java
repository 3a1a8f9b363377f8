package dev.tigrit.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** An issuer's private key, its JWK, and tokens signed by the JDK alone (by Bouncy Castle for secp256k1, which it lacks). */
public final class TestSigner {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private final String algorithm;
    private final String kid;
    private final KeyPair keys;

    /** A fresh key for that algorithm. */
    public TestSigner(String algorithm, String kid) {
        this.algorithm = algorithm;
        this.kid = kid;
        this.keys = generate(algorithm);
    }

    public String algorithm() {
        return algorithm;
    }

    public String kid() {
        return kid;
    }

    /** A JWK Set of these keys. */
    public static String jwks(TestSigner... signers) {
        return Arrays.stream(signers).map(TestSigner::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** The public key, with alg and use. */
    public String jwk() {
        return jwk(Map.of("alg", algorithm, "use", "sig"));
    }

    /** The public key with these members beside what makes it up. */
    public String jwk(Map<String, String> members) {
        var all = new TreeMap<>(members);
        all.put("kid", kid);
        switch (keys.getPublic()) {
            case RSAPublicKey rsa -> {
                all.put("kty", "RSA");
                all.put("n", encode(unsigned(rsa.getModulus(), 0)));
                all.put("e", encode(unsigned(rsa.getPublicExponent(), 0)));
            }
            case ECPublicKey ec -> {
                var size = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
                all.put("kty", "EC");
                all.put("crv", curve(algorithm));
                all.put("x", encode(unsigned(ec.getW().getAffineX(), size)));
                all.put("y", encode(unsigned(ec.getW().getAffineY(), size)));
            }
            default -> {
                var encoded = keys.getPublic().getEncoded();
                all.put("kty", "OKP");
                all.put("crv", "Ed25519");
                all.put("x", encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
            }
        }
        return all.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A token with the plain header of this key. */
    public String sign(String claims) {
        return sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\"}", algorithm, claims);
    }

    /** A token over exactly these bytes, signed by that algorithm whatever the header says. */
    public String sign(String header, String signedBy, String claims) {
        var signed = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
        try {
            var signature = signature(signedBy);
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair generate(String algorithm) {
        try {
            if (algorithm.startsWith("Ed")) {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            }
            if (!algorithm.startsWith("ES")) {
                var generator = KeyPairGenerator.getInstance("RSA");
                // 256 bytes leave unused bits in base64url, which a signature of 384 does not.
                generator.initialize(2048);
                return generator.generateKeyPair();
            }
            var generator = algorithm.equals("ES256K")
                    ? KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE)
                    : KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(jdkCurve(algorithm)));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        var bits = algorithm.replaceAll("\\D", "").substring(0, algorithm.startsWith("Ed") ? 0 : 3);
        return switch (algorithm.substring(0, 2)) {
            case "Ed" -> Signature.getInstance("Ed25519");
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "PS" -> pss("SHA-" + bits, Integer.parseInt(bits) / 8);
            default ->
                algorithm.equals("ES256K")
                        ? Signature.getInstance("SHA256withPLAIN-ECDSA", BOUNCY_CASTLE)
                        : Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
        };
    }

    private static Signature pss(String hash, int salt) throws GeneralSecurityException {
        var signature = Signature.getInstance("RSASSA-PSS");
        AlgorithmParameterSpec spec = new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
        signature.setParameter(spec);
        return signature;
    }

    private static String curve(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> "P-256";
            case "ES384" -> "P-384";
            case "ES512" -> "P-521";
            default -> "secp256k1";
        };
    }

    private static String jdkCurve(String algorithm) {
        return algorithm.equals("ES256K") ? "secp256k1" : curve(algorithm).replace("P-", "secp") + "r1";
    }

    private static byte[] unsigned(BigInteger number, int size) {
        var bytes = number.toByteArray();
        var from = bytes[0] == 0 ? 1 : 0;
        var length = Math.max(size, bytes.length - from);
        var padded = new byte[length];
        System.arraycopy(bytes, from, padded, length - (bytes.length - from), bytes.length - from);
        return padded;
    }

    private static String encode(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }
}
