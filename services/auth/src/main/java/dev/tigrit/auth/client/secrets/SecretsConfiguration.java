package dev.tigrit.auth.client.secrets;

import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.client.ServiceClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to Secrets, when {@code auth.secrets.url} gives one. */
@Configuration(proxyBeanMethods = false)
class SecretsConfiguration {

    @Bean
    RemoteKeys secrets(ServiceClients services) {
        return services.toKeys("auth.secrets", "INTERNAL_API_SECRET", SecretsApi.class);
    }
}
