package dev.tigrit.gamebackend.client.secrets;

import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.client.ServiceClients;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to Secrets, when {@code game.secrets.url} gives one, and the key that comes from there. */
@Configuration(proxyBeanMethods = false)
class SecretsConfiguration {

    private static final String KEY = "JWT_SECRET";

    @Bean
    RemoteKeys secrets(ServiceClients services) {
        return services.toKeys("game.secrets", "INTERNAL_API_SECRET", SecretsApi.class);
    }

    /** JWT_SECRET: from the environment, else kept up to date from Secrets, else empty. */
    @Bean
    KeyRing tokenKeys(EnvironmentKeys environment, RemoteKeys secrets) {
        var given = environment.findKey(KEY);
        var ring = given.map(KeyRing::of).orElseGet(KeyRing::empty);
        if (given.isEmpty() && secrets.areConfigured()) {
            secrets.follow(KEY, EnvironmentKeys::requireLength, ring);
        } else if (given.isEmpty()) {
            LoggerFactory.getLogger(SecretsConfiguration.class)
                    .atInfo()
                    .addKeyValue("key", KEY)
                    .log("not set, and game.secrets.url neither: no token is issued");
        }
        return ring;
    }
}
