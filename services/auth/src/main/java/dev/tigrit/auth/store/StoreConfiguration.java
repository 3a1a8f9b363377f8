package dev.tigrit.auth.store;

import dev.tigrit.auth.replay.ReplayProperties;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Connects beside start-up, so that the service comes up whether Redis is there or not. */
@Configuration(proxyBeanMethods = false)
@Conditional(ReplayOn.class)
class StoreConfiguration {

    private static final Duration PAUSE = Duration.ofMillis(500);

    @Bean
    RedisUsedCredentials usedCredentials(ReplayProperties properties) {
        var url = properties.redisUrl();
        if (url == null) {
            throw new IllegalStateException("auth.replay.redis-url is not set");
        }
        return new RedisUsedCredentials(RedisConnection.to(url, properties.timeout()));
    }

    @Bean
    BackgroundLoop storeConnector(RedisUsedCredentials used) {
        return new BackgroundLoop("store-connector", PAUSE, used::connectOnce);
    }
}
