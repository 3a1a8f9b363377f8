package dev.tigrit.sessions.store.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

/** One subscription of this process to one channel, for as many followers as there are. */
final class RedisChannel {

    private static final int BUFFER = 1024;
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration CONTENTION = Duration.ofMillis(100);
    private static final RedisConnection.Signal.Gap GAP = new RedisConnection.Signal.Gap();

    private final byte[] channel;
    private final Topology topology;
    private final AtomicReference<@Nullable StatefulRedisPubSubConnection<byte[], byte[]>> connection =
            new AtomicReference<>();
    private final AtomicBoolean confirmed = new AtomicBoolean();
    private final Sinks.Many<RedisConnection.Signal> signals =
            Sinks.many().multicast().directBestEffort();

    RedisChannel(byte[] channel, Topology topology) {
        this.channel = channel;
        this.topology = topology;
        topology.client().addListener(new Losses());
    }

    /**
     * Subscribes until the store has confirmed it, and asks the connection for a sign of life from then on. The driver subscribes
     * again by itself only to what was confirmed once.
     */
    Mono<Void> keepAlive() {
        var open = connection.get();
        if (open == null) {
            return topology.connectPubSub().doOnNext(this::listen).flatMap(this::subscribe);
        }
        return confirmed.get()
                ? Mono.fromCompletionStage(() -> open.async().ping())
                        // It is sent, and nobody has to wait for it: the next look at the masters must not.
                        .timeout(PATIENCE)
                        .onErrorComplete()
                        .then()
                : subscribe(open);
    }

    private void listen(StatefulRedisPubSubConnection<byte[], byte[]> opened) {
        opened.addListener(new Messages());
        connection.set(opened);
    }

    private Mono<Void> subscribe(StatefulRedisPubSubConnection<byte[], byte[]> open) {
        return Mono.fromCompletionStage(() -> open.async().subscribe(channel));
    }

    /** A follower that is too slow misses messages and is told so. */
    Flux<RedisConnection.Signal> signals() {
        return Flux.defer(() -> {
            var missed = new AtomicBoolean();
            return signals.asFlux()
                    .startWith(GAP)
                    .onBackpressureBuffer(BUFFER, _ -> missed.set(true), BufferOverflowStrategy.DROP_LATEST)
                    .concatMapIterable(signal -> missed.getAndSet(false) ? List.of(GAP, signal) : List.of(signal), 1);
        });
    }

    private void emit(RedisConnection.Signal signal) {
        signals.emitNext(signal, EmitFailureHandler.busyLooping(CONTENTION));
    }

    private final class Messages extends RedisPubSubAdapter<byte[], byte[]> {

        @Override
        public void message(byte[] from, byte[] message) {
            emit(new RedisConnection.Signal.Message(ByteBuffer.wrap(message).asReadOnlyBuffer()));
        }

        @Override
        public void subscribed(byte[] to, long count) {
            confirmed.set(true);
            emit(GAP);
        }
    }

    private final class Losses extends RedisConnectionStateAdapter {

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            if (lost.equals(connection.get())) {
                confirmed.set(false);
                emit(GAP);
            }
        }
    }
}
