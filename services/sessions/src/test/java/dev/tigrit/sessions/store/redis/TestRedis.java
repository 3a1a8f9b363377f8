package dev.tigrit.sessions.store.redis;

import dev.tigrit.starter.key.Sensitive;
import java.time.Duration;

/** The store's settings as a test wants them: the documented defaults at another address. */
public final class TestRedis {

    private TestRedis() {}

    public static RedisProperties properties(String url) {
        return new RedisProperties(
                Sensitive.valueOf(url),
                null,
                null,
                false,
                null,
                null,
                Duration.ofMillis(1500),
                0,
                Duration.ofMillis(500));
    }
}
