package dev.tigrit.sessions.store.redis;

import dev.tigrit.sessions.session.StoreUnavailableException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How connections are opened: to one server, which Sentinel may name, or to a Cluster. */
public sealed interface Topology {

    /**
     * An open connection to all of it.
     *
     * @param ping asks every master
     * @param ownerOf the commands of the one server that owns a key
     */
    record Connection(
            StatefulConnection<byte[], byte[]> opened,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            Supplier<CompletionStage<?>> ping,
            Function<byte[], CompletableFuture<RedisAsyncCommands<byte[], byte[]>>> ownerOf) {

        void close() {
            var _ = opened.closeAsync();
        }
    }

    AbstractRedisClient client();

    /** Whether there is another master than a moment ago, though the old one may still answer. */
    Mono<Boolean> hasMoved();

    Mono<Connection> connect();

    Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub();

    static Topology of(RedisProperties properties, ClientResources resources) {
        var uris = properties.toUris();
        if (properties.cluster()) {
            var client = RedisClusterClient.create(resources, uris);
            client.setOptions(properties.toClusterOptions());
            return new Cluster(client);
        }
        var client = RedisClient.create(resources);
        client.setOptions(properties.toOptions());
        var uri = uris.getFirst();
        return new Single(client, uri, uri.getSentinels().isEmpty() ? null : new Single.SentinelWatch(client, uri));
    }

    /** One master: the server of the address, or the one that Sentinel names, asked again on each attempt to connect. */
    record Single(
            RedisClient client, RedisURI uri, @Nullable SentinelWatch watch) implements Topology {

        @Override
        public Mono<Boolean> hasMoved() {
            return watch == null ? Mono.just(false) : watch.hasMoved();
        }

        @Override
        public Mono<Connection> connect() {
            return Mono.fromCompletionStage(() -> client.connectAsync(ByteArrayCodec.INSTANCE, uri))
                    .map(connection -> {
                        var commands = connection.async();
                        return new Connection(
                                connection, commands, commands::ping, _ -> CompletableFuture.completedFuture(commands));
                    });
        }

        @Override
        public Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
            return Mono.fromCompletionStage(() -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri));
        }

        /**
         * Notices that Sentinel has named another master while the old one still answers. It does so for about eight seconds after a
         * planned failover, and whatever it is told then is lost.
         */
        static final class SentinelWatch {

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
                return opened().flatMap(open -> Mono.fromCompletionStage(
                                () -> open.async().getMasterAddrByName(uri.getSentinelMasterId())))
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
    }

    /** Masters that share the slots. The driver wants to know the nodes before it connects, and by itself would block to ask. */
    record Cluster(RedisClusterClient client) implements Topology {

        @Override
        public Mono<Connection> connect() {
            return nodesKnown()
                    .then(Mono.fromCompletionStage(() -> client.connectAsync(ByteArrayCodec.INSTANCE)))
                    .map(connection -> new Connection(
                            connection,
                            connection.async(),
                            () -> pingMasters(connection),
                            key -> ownerOf(key, connection)));
        }

        private static CompletionStage<?> pingMasters(StatefulRedisClusterConnection<byte[], byte[]> connection) {
            var pings = connection.async().nodes(Cluster::isMaster).commands().ping();
            return pings.nodes().isEmpty()
                    ? CompletableFuture.failedFuture(new StoreUnavailableException("no node has slots"))
                    : CompletableFuture.allOf(pings.futures());
        }

        private static CompletableFuture<RedisAsyncCommands<byte[], byte[]>> ownerOf(
                byte[] key, StatefulRedisClusterConnection<byte[], byte[]> connection) {
            var node = connection.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
            return connection.getConnectionAsync(node.getNodeId()).thenApply(StatefulRedisConnection::async);
        }

        @Override
        public Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
            return nodesKnown()
                    .then(Mono.fromCompletionStage(() -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE)))
                    .map(connection -> connection);
        }

        private Mono<Void> nodesKnown() {
            return Mono.fromCompletionStage(client::refreshPartitionsAsync);
        }

        /** A node without slots serves nobody; a dead one stays in the driver's list until all have forgotten it. */
        private static boolean isMaster(RedisClusterNode node) {
            return node.is(NodeFlag.UPSTREAM) && !node.hasNoSlots();
        }

        /** Each node says so itself, by MOVED. */
        @Override
        public Mono<Boolean> hasMoved() {
            return Mono.just(false);
        }
    }
}
