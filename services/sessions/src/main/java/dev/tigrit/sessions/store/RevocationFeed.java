package dev.tigrit.sessions.store;

import dev.tigrit.sessions.store.redis.ChannelSignal;
import dev.tigrit.sessions.store.redis.RedisConnection;
import reactor.core.publisher.Flux;

/** What scripts publish, as it comes. A hint: whatever the connection misses is lost, and said to be. */
public final class RevocationFeed {

    private final RedisConnection redis;

    /** @param redis that follows the channel */
    public RevocationFeed(RedisConnection redis) {
        this.redis = redis;
    }

    /** News for a follower. */
    public sealed interface News {

        record Revoked(Revocation revocation) implements News {}

        /** Revocations may have been missed, or this is the beginning. */
        record Resync() implements News {}
    }

    /** From now on; begins with a resync. */
    public Flux<News> follow() {
        return redis.follow().map(signal -> switch (signal) {
            case ChannelSignal.Gap() -> new News.Resync();
            case ChannelSignal.Message(var payload) -> {
                var revocation = Revocation.parse(payload.duplicate());
                // Of a release that says it in another way: something was missed.
                yield revocation == null ? new News.Resync() : new News.Revoked(revocation);
            }
        });
    }
}
