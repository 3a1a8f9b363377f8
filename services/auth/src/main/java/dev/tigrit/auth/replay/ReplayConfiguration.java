package dev.tigrit.auth.replay;

import dev.tigrit.auth.ratelimit.RateLimitProperties;
import dev.tigrit.auth.replay.ReplayProperties.Mode;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ReplayConfiguration.class);

    @Bean
    ReplayGuard replayGuard(
            ReplayProperties properties,
            RateLimitProperties limits,
            ObjectProvider<SeenCredentials> seen,
            MeterRegistry registry) {
        if (properties.mode() == Mode.FIRST_SEEN && limits.trustedProxies().isEmpty()) {
            log.warn(
                    "auth.rate-limit.trusted-proxies is not set: credentials are bound to the address of the connection,"
                            + " which behind a proxy is the proxy's");
        }
        // Off: nobody asks it.
        SeenCredentials none = (_, _, _) -> Mono.error(new IllegalStateException("auth.replay.mode is off"));
        return new ReplayGuard(
                properties, seen.getIfAvailable(() -> none), limits.toTrustedProxies(), new ReplayMetrics(registry));
    }
}
