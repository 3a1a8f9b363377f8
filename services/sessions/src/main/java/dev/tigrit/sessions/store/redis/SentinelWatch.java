package dev.tigrit.sessions.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Notices that Sentinel has named another master while the old one still answers. It does so for about eight seconds after a
 * planned failover, and whatever it is told then is lost.
 */
final class SentinelWatch {

    private final RedisClient client;
    private final RedisURI uri;
    private final AtomicReference<@Nullable StatefulRedisSentinelConnection<String, String>> connection =
            new AtomicReference<>();
    private final AtomicReference<@Nullable SocketAddress> master = new AtomicReference<>();

    /** @param uri with Sentinels */
    SentinelWatch(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
    }

    /** @return whether the master is another one than at the last look */
    Mono<Boolean> hasMoved() {
        return opened().flatMap(open ->
                        Mono.fromCompletionStage(() -> open.async().getMasterAddrByName(uri.getSentinelMasterId())))
                .map(now -> {
                    var before = master.getAndSet(now);
                    return before != null && !before.equals(now);
                })
                .doOnError(_ -> forget());
    }

    private Mono<StatefulRedisSentinelConnection<String, String>> opened() {
        var open = connection.get();
        return open != null
                ? Mono.just(open)
                : Mono.fromCompletionStage(() -> client.connectSentinelAsync(StringCodec.UTF8, uri))
                        .doOnNext(connection::set);
    }

    /** The next look is at whichever Sentinel answers. */
    private void forget() {
        var open = connection.getAndSet(null);
        if (open != null) {
            var _ = open.closeAsync();
        }
    }
}
