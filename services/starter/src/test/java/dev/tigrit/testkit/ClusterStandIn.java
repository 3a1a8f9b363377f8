package dev.tigrit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what a cluster gives to a pod: tokens of service accounts, and the trust ConfigMap as the kubelet mounts it. */
public final class ClusterStandIn {

    public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

    private static final AtomicInteger GENERATION = new AtomicInteger();

    private final String kid;
    private final KeyPair keys;

    /** A cluster that signs by RS256 with a new key of that name. */
    public ClusterStandIn(String kid) {
        this.kid = kid;
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A good token that has just been made for ten minutes, as the kubelet projects it. */
    public String token(String serviceAccount, String audience, Instant now) {
        var names = serviceAccount.split("/", -1);
        var claims = """
                {"aud":["%s"],"exp":%d,"iat":%d,"iss":"%s","kubernetes.io":{"namespace":"%s","serviceaccount":{"name":"%s"}},\
                "nbf":%d,"sub":"system:serviceaccount:%s:%s"}""".formatted(
                        audience,
                        now.getEpochSecond() + 600,
                        now.getEpochSecond(),
                        ISSUER,
                        names[0],
                        names[1],
                        now.getEpochSecond(),
                        names[0],
                        names[1]);
        return sign("{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}", claims, "SHA256withRSA", keys.getPrivate());
    }

    /** A token of that header and payload, whatever they say, signed by RS256 with the cluster's key. */
    public String sign(String header, String payload) {
        return sign(header, payload, "SHA256withRSA", keys.getPrivate());
    }

    /** The same by any algorithm of the JDK; PSS with the length of its hash behind a slash, as {@code RSASSA-PSS/256}. */
    public static String sign(String header, String payload, String algorithm, PrivateKey key) {
        try {
            var signed = base64url(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + base64url(payload.getBytes(StandardCharsets.UTF_8));
            var slash = algorithm.indexOf('/');
            var signer = Signature.getInstance(slash < 0 ? algorithm : algorithm.substring(0, slash));
            if (slash >= 0) {
                var bits = Integer.parseInt(algorithm.substring(slash + 1));
                signer.setParameter(
                        new PSSParameterSpec("SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), bits / 8, 1));
            }
            signer.initSign(key);
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64url(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A JWK Set of the keys of these clusters. */
    public static String jwks(ClusterStandIn... clusters) {
        return Arrays.stream(clusters).map(ClusterStandIn::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private String jwk() {
        return rsaJwk(kid, keys).replace("{", "{\"use\":\"sig\",\"alg\":\"RS256\",");
    }

    public static String rsaJwk(String kid, KeyPair keys) {
        var key = (RSAPublicKey) keys.getPublic();
        return """
                {"kty":"RSA","kid":"%s","n":"%s","e":"%s"}""".formatted(kid, number(key.getModulus()), number(key.getPublicExponent()));
    }

    public static String ecJwk(String kid, String curve, KeyPair keys) {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        return """
                {"kty":"EC","kid":"%s","crv":"%s","x":"%s","y":"%s"}""".formatted(kid, curve, number(point.getAffineX()), number(point.getAffineY()));
    }

    private static String number(BigInteger number) {
        return base64url(unsigned(number));
    }

    private static byte[] unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** Mounts the trust document of these clusters, or replaces what is mounted. */
    public static void mount(Path directory, ClusterStandIn... clusters) {
        mount(directory, Map.of("issuers", ISSUER + "\n", "jwks.json", jwks(clusters)));
    }

    /** The kubelet's way to change a mounted directory: a new folder, and the link {@code ..data} turned to it at once. */
    public static void mount(Path directory, Map<String, String> files) {
        try {
            Files.createDirectories(directory);
            var link = directory.resolve("..data");
            var before = realFolder(link);
            var folder = Files.createDirectory(directory.resolve("..generation_" + GENERATION.incrementAndGet()));
            for (var file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
                var visible = directory.resolve(file.getKey());
                if (!Files.isSymbolicLink(visible)) {
                    Files.createSymbolicLink(visible, Path.of("..data").resolve(file.getKey()));
                }
            }
            var next = directory.resolve("..data_tmp");
            Files.createSymbolicLink(next, folder.getFileName());
            Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
            if (before != null) {
                delete(before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Path realFolder(Path link) throws IOException {
        return Files.isSymbolicLink(link) ? link.toRealPath() : null;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
