package dev.tigrit.auth.callers;

import dev.tigrit.auth.keys.AuthKeys;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.trust.ServiceAccountTokens;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CallersConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CallersConfiguration.class);

    @Bean
    Callers callers(CallerProperties properties, AuthKeys keys, ServiceAccountTokens tokens, Clock clock) {
        if (!keys.mayProveCallers() && !tokens.areConfigured()) {
            log.atWarn()
                    .addKeyValue("keys", "INTERNAL_API_SECRET, tigrit.trust.directory")
                    .log("neither is set, calls in a service's own name answer 401");
        }
        return new Callers(new CallerVerifier(keys.callers(), tokens::verify, clock), properties.callers());
    }
}
