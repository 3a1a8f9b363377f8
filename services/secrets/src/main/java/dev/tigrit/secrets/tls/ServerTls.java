package dev.tigrit.secrets.tls;

import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.mount.MountedFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.server.HttpServer;

/** TLS of the main and the admin port where a certificate is configured; each handshake takes the certificate that is current. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("secrets.tls.certificate")
public class ServerTls implements MeterBinder {

    private final MountedFiles<ServingCertificate> files;

    ServerTls(TlsProperties properties) {
        this.files = properties.toCertificate();
        if (files.current() == null) {
            throw new IllegalArgumentException(
                    "secrets.tls.certificate and secrets.tls.private-key are no readable pair");
        }
    }

    @Bean
    BackgroundLoop servingCertificateLoop() {
        return files.loop();
    }

    /** Of the main port alone. A NettyServerCustomizer bean would be taken by the management port as well. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> tlsOfTheMainPort() {
        return factory -> factory.addServerCustomizers(this::secure);
    }

    public HttpServer secure(HttpServer server) {
        return server.secure(
                spec -> spec.sslContext(new CurrentContext(() -> current().context())));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "secrets.tls.not.after",
                        this,
                        tls -> tls.current().notAfter().getEpochSecond())
                .description("End of the serving certificate, seconds since 1970")
                .baseUnit("seconds")
                .register(registry);
    }

    private ServingCertificate current() {
        return Objects.requireNonNull(files.current(), "the constructor requires a pair");
    }

    /**
     * Each handshake takes the context that is current. An SNI mapping could choose it as well, but Netty's SNI handler keeps up to 64 KB
     * of a ClientHello for each connection before there is a handshake; here a connection holds one record, 16 KB at most.
     */
    @SuppressWarnings("deprecation") // What an SslContext has to implement.
    private static final class CurrentContext extends SslContext {

        private final Supplier<SslContext> current;

        CurrentContext(Supplier<SslContext> current) {
            this.current = current;
        }

        @Override
        public boolean isClient() {
            return false;
        }

        @Override
        public List<String> cipherSuites() {
            return current.get().cipherSuites();
        }

        @Override
        public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
            return current.get().applicationProtocolNegotiator();
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator) {
            return current.get().newEngine(allocator);
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
            return current.get().newEngine(allocator, peerHost, peerPort);
        }

        @Override
        public SSLSessionContext sessionContext() {
            return current.get().sessionContext();
        }
    }
}
