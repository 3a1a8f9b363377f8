package dev.tigrit.operator.trust;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Certificates and keys as text (RFC 7468). */
public final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private Pem() {}

    /** One after the other. */
    public static String of(List<X509Certificate> certificates) {
        return certificates.stream().map(Pem::of).collect(Collectors.joining());
    }

    private static String of(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** PKCS #8. */
    static String of(PrivateKey key) {
        return KEY_BEGIN + "\n" + LINES.encodeToString(key.getEncoded()) + "\n" + KEY_END + "\n";
    }

    /** @throws GeneralSecurityException when it is no list of certificates; the message quotes nothing */
    public static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    static X509Certificate certificate(String pem) throws GeneralSecurityException {
        var certificates = certificates(pem);
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        return certificates.getFirst();
    }

    static PrivateKey key(String pem) throws GeneralSecurityException {
        var begin = pem.indexOf(KEY_BEGIN);
        var end = pem.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new GeneralSecurityException("no PKCS #8 key");
        }
        try {
            var der = Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IllegalArgumentException _) {
            throw new GeneralSecurityException("no PKCS #8 key");
        }
    }
}
