package dev.tigrit.starter.jose;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Of a key's certificate: as published, and as computed from the certificate itself (RFC 7517 sections 4.7 to 4.9). */
final class CertificateThumbprints {

    private CertificateThumbprints() {}

    static Set<String> of(Jwk jwk) {
        var thumbprints = new HashSet<String>();
        for (var name : List.of("x5t", "x5t#S256")) {
            if (jwk.value(name) instanceof String published) {
                thumbprints.add(Jwk.base64url(published));
            }
        }
        if (jwk.value("x5c") instanceof List<?> chain
                && !chain.isEmpty()
                && chain.getFirst() instanceof String certificate) {
            try {
                var der = Base64.getMimeDecoder().decode(certificate);
                thumbprints.add(digest("SHA-1", der));
                thumbprints.add(digest("SHA-256", der));
            } catch (IllegalArgumentException _) {
                // No certificate; the key itself does not need one.
            }
        }
        return thumbprints;
    }

    private static String digest(String algorithm, byte[] der) {
        try {
            var digest = MessageDigest.getInstance(algorithm).digest(der);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
