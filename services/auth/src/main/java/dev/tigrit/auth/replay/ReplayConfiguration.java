package dev.tigrit.auth.replay;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    @Bean
    ReplayGuard replayGuard(ReplayProperties properties, ObjectProvider<UsedCredentials> used, MeterRegistry registry) {
        // Off: nobody asks it.
        UsedCredentials none = (_, _) -> Mono.error(new IllegalStateException("auth.replay.mode is off"));
        return new ReplayGuard(properties, used.getIfAvailable(() -> none), registry);
    }
}
