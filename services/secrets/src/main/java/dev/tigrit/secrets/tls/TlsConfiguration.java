package dev.tigrit.secrets.tls;

import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.mount.MountedFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** TLS where a certificate is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("secrets.tls.certificate")
class TlsConfiguration {

    @Bean
    MountedFiles<ServingCertificate> servingCertificate(TlsProperties properties) {
        return properties.toCertificate();
    }

    @Bean
    BackgroundLoop servingCertificateLoop(MountedFiles<ServingCertificate> servingCertificate) {
        return servingCertificate.loop();
    }

    @Bean
    ServerTls serverTls(MountedFiles<ServingCertificate> servingCertificate) {
        return new ServerTls(servingCertificate);
    }

    /** Of the main port alone. A NettyServerCustomizer bean would be taken by the management port as well. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> tlsOfTheMainPort(ServerTls tls) {
        return factory -> factory.addServerCustomizers(tls::secure);
    }

    @Bean
    MeterBinder certificateMeter(ServerTls tls) {
        return registry -> Gauge.builder(
                        "secrets.tls.not.after",
                        tls,
                        served -> served.notAfter().getEpochSecond())
                .description("End of the serving certificate, seconds since 1970")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }
}
