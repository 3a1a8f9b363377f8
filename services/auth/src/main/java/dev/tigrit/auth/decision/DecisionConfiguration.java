package dev.tigrit.auth.decision;

import dev.tigrit.auth.audit.Audit;
import dev.tigrit.auth.credential.CredentialVerifier;
import dev.tigrit.auth.replay.ReplayGuard;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {

    @Bean
    Decisions decisions(CredentialVerifier verifier, ReplayGuard replays, Audit audit, Clock clock) {
        return new Decisions(verifier, replays, audit, clock);
    }
}
