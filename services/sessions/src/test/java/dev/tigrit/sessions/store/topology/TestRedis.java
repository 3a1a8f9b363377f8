package dev.tigrit.sessions.store.topology;

import java.time.Duration;

/** The store's settings as a test wants them: the documented defaults at another address. */
public final class TestRedis {

    private TestRedis() {}

    public static RedisProperties properties(String url) {
        return new RedisProperties(
                RedisProperties.Hidden.valueOf(url),
                false,
                null,
                null,
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                16_384,
                0,
                Duration.ofMillis(500));
    }
}
