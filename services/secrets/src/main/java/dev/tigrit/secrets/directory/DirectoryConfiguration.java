package dev.tigrit.secrets.directory;

import dev.tigrit.secrets.caller.Callers;
import dev.tigrit.secrets.caller.ReadersProperties;
import dev.tigrit.secrets.mode.ModeProperties;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Polls the folder for the life of the service. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("secrets.directory")
class DirectoryConfiguration {

    @Bean
    BackgroundLoop directoryLoop(
            ModeProperties mode, ReadersProperties readers, Clock clock, Callers callers, CurrentCatalogue current) {
        var directory = new DirectoryCatalogue(new DirectoryReader(mode.requireDirectory()), readers, clock);
        return new BackgroundLoop(
                "directory",
                mode.pollInterval(),
                () -> Mono.fromRunnable(() -> serve(directory, callers, current))
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private static void serve(DirectoryCatalogue directory, Callers callers, CurrentCatalogue current) {
        var catalogue = directory.load();
        callers.update(catalogue);
        current.replace(catalogue);
    }
}
