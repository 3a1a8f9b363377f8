package dev.tigrit.sessions.client.secrets;

import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

/** The way to Secrets, when {@code sessions.secrets.url} gives one. */
@Configuration(proxyBeanMethods = false)
class SecretsConfiguration {

    @Bean
    RemoteKeys secrets(
            ConfigurableEnvironment environment, WebClient.Builder builder, BackgroundLoops loops, Clock clock) {
        return new RemoteKeys(
                "sessions.secrets", "INTERNAL_API_SECRET", SecretsApi.class, builder, environment, loops, clock);
    }
}
