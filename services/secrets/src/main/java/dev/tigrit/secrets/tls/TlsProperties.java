package dev.tigrit.secrets.tls;

import dev.tigrit.starter.mount.MountedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The certificate of the main port and of the admin port; both absent: no TLS.
 *
 * @param certificate path of a PEM file with the certificate and what leads from it to the CA
 * @param privateKey path of a PEM file with its key (PKCS#8, PKCS#1 or SEC 1), beside the certificate: the two are read together
 */
@ConfigurationProperties("secrets.tls")
record TlsProperties(@Nullable Path certificate, @Nullable Path privateKey) {

    TlsProperties {
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException(
                    "secrets.tls.certificate and secrets.tls.private-key belong together: one of them is not set");
        }
        if (certificate != null && privateKey != null) {
            requireFile("secrets.tls.certificate", certificate);
            requireFile("secrets.tls.private-key", privateKey);
            if (!Objects.equals(
                    certificate.toAbsolutePath().getParent(),
                    privateKey.toAbsolutePath().getParent())) {
                throw new IllegalArgumentException(
                        "secrets.tls.certificate and secrets.tls.private-key have to be files of one folder");
            }
        }
    }

    /** The pair as it is now and as it will be, when {@code certificate} is set. */
    MountedFiles<ServingCertificate> toCertificate() {
        if (certificate == null || privateKey == null) {
            throw new IllegalStateException("there is no certificate");
        }
        return new MountedFiles<>(
                "secrets.tls.certificate",
                certificate.toAbsolutePath().resolveSibling(""),
                List.of(
                        certificate.getFileName().toString(),
                        privateKey.getFileName().toString()),
                files -> ServingCertificate.read(files.getFirst(), files.getLast()));
    }

    private static void requireFile(String property, Path path) {
        if (path.getFileName() == null || path.toString().isBlank()) {
            throw new IllegalArgumentException(property + " has to be the path of a file");
        }
    }
}
