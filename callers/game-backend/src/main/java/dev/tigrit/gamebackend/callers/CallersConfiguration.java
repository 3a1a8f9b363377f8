package dev.tigrit.gamebackend.callers;

import dev.tigrit.gamebackend.client.secrets.InternalSecret;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CallersConfiguration {

    @Bean
    Callers callers(CallerProperties properties, InternalSecret secret, Clock clock) {
        return new Callers(new CallerVerifier(secret.ring(), clock), properties.callers());
    }
}
