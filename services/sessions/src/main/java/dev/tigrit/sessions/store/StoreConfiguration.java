package dev.tigrit.sessions.store;

import dev.tigrit.sessions.store.redis.RedisConnection;
import dev.tigrit.sessions.store.redis.RedisProperties;
import dev.tigrit.starter.loop.BackgroundLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects beside start-up, so that the service comes up whether the store is there or not. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    private static final Duration PAUSE = Duration.ofMillis(100);

    @Bean
    RedisConnection redisConnection(RedisProperties properties, MeterRegistry meters) {
        return new RedisConnection(properties, RevocationFeed.CHANNEL, meters);
    }

    @Bean
    BackgroundLoop storeConnector(RedisConnection connection) {
        return new BackgroundLoop("store-connector", PAUSE, connection::keepAlive);
    }

    @Bean
    RevocationFeed revocationFeed(RedisConnection connection, Clock clock) {
        return new RevocationFeed(connection, clock);
    }

    @Bean
    SessionStore sessionStore(RedisConnection connection) {
        return new SessionStore(connection);
    }
}
