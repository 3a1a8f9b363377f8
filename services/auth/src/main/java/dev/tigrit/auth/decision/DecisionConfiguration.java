package dev.tigrit.auth.decision;

import dev.tigrit.auth.keys.AuthKeys;
import dev.tigrit.auth.replay.ReplayGuard;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {

    @Bean
    Audit audit(AuditProperties properties, AuthKeys keys, MeterRegistry registry) {
        return new Audit(new CredentialDigest(find(properties.key(), keys)), registry);
    }

    @Bean
    Decisions decisions(CredentialVerifier verifier, ReplayGuard replays, Audit audit, Clock clock) {
        return new Decisions(verifier, replays, audit, clock);
    }

    private static @Nullable KeyRing find(@Nullable String name, AuthKeys keys) {
        if (name == null) {
            return null;
        }
        var ring = keys.find(name, EnvironmentKeys::requireLength);
        if (ring == null) {
            throw new IllegalStateException("auth.audit.key names " + name + ", which is not set");
        }
        return ring;
    }
}
