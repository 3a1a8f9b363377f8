package dev.tigrit.auth.store;

import dev.tigrit.auth.identity.Digest;
import dev.tigrit.auth.replay.SeenCredentials;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;

/**
 * One key for each credential, {@code auth:replay:<digest>}, that holds its first presenter. Both commands are sent at once and
 * Redis answers them in that order: SET NX decides the race, GET tells who won it. (One SET with NX and GET needs Redis 7.)
 */
final class RedisSeenCredentials implements SeenCredentials, AutoCloseable {

    private static final String PREFIX = "auth:replay:";

    private final RedisConnection redis;

    RedisSeenCredentials(RedisConnection redis) {
        this.redis = redis;
    }

    Mono<Void> connectOnce() {
        return redis.connectOnce();
    }

    @Override
    public Mono<Seen> present(Digest credential, String holder, Duration lifetime) {
        return Mono.defer(() -> {
            var commands = redis.commands();
            return commands == null
                    ? Mono.error(new IllegalStateException("not connected to Redis yet"))
                    : Mono.fromCompletionStage(present(commands, PREFIX + credential.hex(), holder, lifetime));
        });
    }

    @Override
    public void close() {
        redis.close();
    }

    private static CompletionStage<Seen> present(
            RedisAsyncCommands<String, String> commands, String key, String holder, Duration lifetime) {
        var written = commands.set(key, holder, SetArgs.Builder.nx().px(lifetime.toMillis()));
        var held = commands.get(key);
        return written.thenCombine(held, (ok, first) -> {
            if (ok != null) {
                return Seen.FIRST;
            }
            return holder.equals(first) ? Seen.BY_THE_SAME : Seen.BY_ANOTHER;
        });
    }
}
