package dev.tigrit.secrets.directory;

import dev.tigrit.secrets.caller.Callers;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Clock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Polls the folder for the life of the service; ready once it could be read. */
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {

    @Bean
    BackgroundLoop directoryLoop(
            DirectoryProperties properties, Clock clock, Callers callers, CurrentCatalogue current) {
        var directory = new DirectoryCatalogue(properties.toReader(), clock);
        return new BackgroundLoop(
                "directory",
                properties.pollInterval(),
                () -> Mono.fromRunnable(() -> serve(directory, callers, current))
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private static void serve(DirectoryCatalogue directory, Callers callers, CurrentCatalogue current) {
        var catalogue = directory.load();
        callers.update(catalogue);
        current.replace(catalogue);
    }

    /** The member {@code catalogue} of the readiness group. */
    @Bean
    HealthIndicator catalogueHealthIndicator(CurrentCatalogue current) {
        return () -> (current.get().isLoaded() ? Health.up() : Health.outOfService()).build();
    }
}
