package dev.tigrit.secrets.tls;

import dev.tigrit.starter.mount.MountedFiles;
import java.time.Instant;
import reactor.netty.http.server.HttpServer;

/** Puts TLS before a server; each handshake takes the certificate that is current at that moment. */
public final class ServerTls {

    private final MountedFiles<ServingCertificate> files;

    ServerTls(MountedFiles<ServingCertificate> files) {
        this.files = files;
        if (files.current() == null) {
            throw new IllegalArgumentException(
                    "secrets.tls.certificate and secrets.tls.private-key are no readable pair");
        }
    }

    public HttpServer secure(HttpServer server) {
        // The first context is never used for a handshake: the mapping is asked also when the client names no server.
        return server.secure(spec -> spec.sslContext(current().context())
                .setSniAsyncMappings(
                        (_, promise) -> promise.setSuccess(current().provider())));
    }

    Instant notAfter() {
        return current().notAfter();
    }

    private ServingCertificate current() {
        var certificate = files.current();
        if (certificate == null) {
            throw new IllegalStateException("the constructor refuses it");
        }
        return certificate;
    }
}
