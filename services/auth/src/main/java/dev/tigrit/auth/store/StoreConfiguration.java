package dev.tigrit.auth.store;

import dev.tigrit.auth.replay.ReplayProperties;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Connects beside start-up, so that the service comes up whether Redis is there or not. Without the replay guard nothing of its driver
 * is started.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "auth.replay.mode", havingValue = "once")
class StoreConfiguration {

    private static final Duration PAUSE = Duration.ofMillis(500);

    @Bean
    RedisUsedCredentials usedCredentials(ReplayProperties properties) {
        return RedisUsedCredentials.at(Objects.requireNonNull(properties.redisUrl()), properties.timeout());
    }

    @Bean
    BackgroundLoop storeConnector(RedisUsedCredentials used) {
        return new BackgroundLoop("store-connector", PAUSE, used::connectOnce);
    }
}
