package dev.tigrit.sessions.keys;

import dev.tigrit.sessions.SessionsProperties;
import dev.tigrit.sessions.client.secrets.SecretsProperties;
import dev.tigrit.sessions.token.Tokens;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.key.KeyRing;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the keys are for. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

    @Bean
    KeyRing signingKeys(SessionKeys keys) {
        return keys.signing();
    }

    @Bean
    Callers callers(SessionKeys keys, SessionsProperties properties, Clock clock) {
        return new Callers(new CallerVerifier(keys.internal(), clock), properties.callers());
    }

    /** Half a poll interval is for its jitter and for the call itself. */
    @Bean
    Tokens tokens(SessionKeys keys, SecretsProperties secrets) {
        return new Tokens(keys.signing(), secrets.pollInterval().multipliedBy(3).dividedBy(2));
    }
}
