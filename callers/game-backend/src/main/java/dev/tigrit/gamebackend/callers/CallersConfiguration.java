package dev.tigrit.gamebackend.callers;

import dev.tigrit.gamebackend.client.secrets.InternalSecret;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.trust.ServiceAccountTokens;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CallersConfiguration {

    @Bean
    Callers callers(CallerProperties properties, InternalSecret secret, ServiceAccountTokens tokens, Clock clock) {
        return new Callers(new CallerVerifier(secret.ring(), tokens::verify, clock), properties.callers());
    }
}
