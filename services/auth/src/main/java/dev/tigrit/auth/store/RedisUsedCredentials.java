package dev.tigrit.auth.store;

import dev.tigrit.auth.identity.Digest;
import dev.tigrit.auth.replay.UsedCredentials;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** One key for each used credential, {@code auth:replay:<digest>}; SET NX decides who is first. */
final class RedisUsedCredentials implements UsedCredentials, AutoCloseable {

    private static final String PREFIX = "auth:replay:";

    private final RedisConnection redis;

    RedisUsedCredentials(RedisConnection redis) {
        this.redis = redis;
    }

    Mono<Void> connectOnce() {
        return redis.connectOnce();
    }

    @Override
    public Mono<Boolean> use(Digest credential, Duration lifetime) {
        return Mono.defer(() -> {
            var commands = redis.commands();
            if (commands == null) {
                return Mono.error(new IllegalStateException("not connected to Redis yet"));
            }
            var unlessThere = SetArgs.Builder.nx().px(lifetime.toMillis());
            // The answer is OK, or null when the key is there.
            return Mono.fromCompletionStage(
                    commands.set(PREFIX + credential.hex(), "", unlessThere).thenApply("OK"::equals));
        });
    }

    @Override
    public void close() {
        redis.close();
    }
}
