package dev.tigrit.secrets.mount;

import dev.tigrit.secrets.audit.AuditLog;
import dev.tigrit.secrets.bundle.ServedBundle;
import dev.tigrit.secrets.mode.ModeProperties;
import dev.tigrit.starter.loop.BackgroundLoop;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Polls the mounted bundle for the life of the service. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("secrets.bundle.directory")
class MountConfiguration {

    @Bean
    BackgroundLoop mountLoop(ModeProperties mode, ServedBundle served, AuditLog audit) {
        var offers = new MountOffers(new MountedBundle(mode.requireBundleDirectory()), served, audit);
        return new BackgroundLoop(
                "mount",
                mode.pollInterval(),
                () -> Mono.fromRunnable(offers::next).subscribeOn(Schedulers.boundedElastic()));
    }
}
