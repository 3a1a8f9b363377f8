package dev.tigrit.secrets.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/** What a handshake is made with, and the end of the certificate. */
record ServingCertificate(SslContext context, Instant notAfter) {

    private static final byte[] PROBE = "do they belong together".getBytes(StandardCharsets.US_ASCII);

    /** @throws IllegalArgumentException when they are no pair; its message quotes nothing of them */
    static ServingCertificate read(byte[] certificate, byte[] privateKey) {
        var noCertificate = "the certificate file has no readable certificate";
        var chain = part(certificate, PemContent::getCertificates, noCertificate);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(noCertificate);
        }
        var key = part(privateKey, PemContent::getPrivateKey, "the private key file has no readable key");
        requirePair(chain.getFirst(), key);
        return new ServingCertificate(
                context(chain, key), chain.getFirst().getNotAfter().toInstant());
    }

    private static <T> T part(byte[] pem, Function<PemContent, @Nullable T> part, String missing) {
        try {
            var found = part.apply(PemContent.of(new String(pem, StandardCharsets.US_ASCII)));
            if (found != null) {
                return found;
            }
        } catch (IllegalStateException | IllegalArgumentException _) {
            // Its message is not known to quote nothing.
        }
        throw new IllegalArgumentException(missing);
    }

    /** A new certificate beside the old key is what one sees between the writes of two files. */
    private static void requirePair(X509Certificate certificate, PrivateKey key) {
        try {
            var algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
            };
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(PROBE);
            var signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(PROBE);
            if (signer.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException _) {
            // Keys of different kinds.
        }
        throw new IllegalArgumentException("the private key is not that of the certificate");
    }

    private static SslContext context(List<X509Certificate> chain, PrivateKey key) {
        try {
            return SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    "the certificate cannot serve: " + e.getClass().getSimpleName(), e);
        }
    }
}
