package dev.tigrit.auth.callers;

import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CallersConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CallersConfiguration.class);

    private static final String INTERNAL_SECRET = "INTERNAL_API_SECRET";

    @Bean
    Callers callers(CallerProperties properties, EnvironmentKeys environment, Clock clock) {
        var ring = environment.findKey(INTERNAL_SECRET).map(KeyRing::of).orElseGet(KeyRing::empty);
        if (ring.isEmpty()) {
            log.atWarn()
                    .addKeyValue("key", INTERNAL_SECRET)
                    .log("key is not set, calls in a service's own name are refused");
        }
        return new Callers(new CallerVerifier(ring, clock), properties.callers());
    }
}
