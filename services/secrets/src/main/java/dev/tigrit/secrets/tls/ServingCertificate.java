package dev.tigrit.secrets.tls;

import io.netty.handler.ssl.SslContext;
import java.time.Instant;
import reactor.netty.tcp.SslProvider;

/**
 * What a handshake is made with.
 *
 * @param provider of the handshake
 * @param context in the provider
 * @param notAfter end of the certificate
 */
record ServingCertificate(SslProvider provider, SslContext context, Instant notAfter) {

    ServingCertificate(SslContext context, Instant notAfter) {
        this(SslProvider.builder().sslContext(context).build(), context, notAfter);
    }
}
