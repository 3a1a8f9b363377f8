package dev.tigrit.sessions.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How connections are opened: to one server, which Sentinel may name, or to a Cluster. */
public sealed interface Topology {

    /** An open connection to all of it. */
    interface Connection {

        RedisClusterAsyncCommands<byte[], byte[]> commands();

        /** Asks every master. */
        CompletionStage<?> ping();

        /**
         * Asks every master for a sign of life, and where there is none for its successor.
         *
         * @param patience how long to wait for it
         */
        Mono<Void> look(Duration patience);

        /** Gives up what is open. */
        void close();

        /** The commands of the one server that owns the key, on a connection of its own. */
        CompletableFuture<RedisAsyncCommands<byte[], byte[]>> ownerOf(byte[] key);
    }

    AbstractRedisClient client();

    /** Whether there is another master than a moment ago, though the old one may still answer. */
    Mono<Boolean> hasMoved();

    Mono<Connection> connect();

    Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub();

    static Topology of(RedisProperties properties, ClientResources resources) {
        var uris = properties.toUris();
        if (properties.cluster()) {
            var client = new ClusterClient(resources, uris);
            client.setOptions(properties.toClusterOptions());
            return new Cluster(client);
        }
        var client = RedisClient.create(resources);
        client.setOptions(properties.toOptions());
        var uri = uris.getFirst();
        return new Single(client, uri, uri.getSentinels().isEmpty() ? null : new SentinelWatch(client, uri));
    }

    /** One master: the server of the address, or the one that Sentinel names, asked again on each attempt to connect. */
    record Single(
            RedisClient client, RedisURI uri, @Nullable SentinelWatch watch) implements Topology {

        private record ToMaster(StatefulRedisConnection<byte[], byte[]> connection) implements Connection {

            @Override
            public RedisClusterAsyncCommands<byte[], byte[]> commands() {
                return connection.async();
            }

            @Override
            public CompletionStage<?> ping() {
                return connection.async().ping();
            }

            /** Without a successor: each attempt to connect asks who the master is. */
            @Override
            public Mono<Void> look(Duration patience) {
                return Mono.fromCompletionStage(this::ping).timeout(patience).then();
            }

            @Override
            public void close() {
                var _ = connection.closeAsync();
            }

            @Override
            public CompletableFuture<RedisAsyncCommands<byte[], byte[]>> ownerOf(byte[] key) {
                return CompletableFuture.completedFuture(connection.async());
            }
        }

        @Override
        public Mono<Boolean> hasMoved() {
            return watch == null ? Mono.just(false) : watch.hasMoved();
        }

        @Override
        public Mono<Connection> connect() {
            return Mono.fromCompletionStage(() -> client.connectAsync(ByteArrayCodec.INSTANCE, uri))
                    .map(ToMaster::new);
        }

        @Override
        public Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
            return Mono.fromCompletionStage(() -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri));
        }
    }

    /** Masters that share the slots. The driver wants to know the nodes before it connects, and by itself would block to ask. */
    record Cluster(ClusterClient client) implements Topology {

        private record ToCluster(StatefulRedisClusterConnection<byte[], byte[]> connection, ClusterWatch watch)
                implements Connection {

            @Override
            public RedisClusterAsyncCommands<byte[], byte[]> commands() {
                return connection.async();
            }

            @Override
            public CompletionStage<?> ping() {
                return watch.ping();
            }

            @Override
            public Mono<Void> look(Duration patience) {
                return watch.look(patience);
            }

            @Override
            public void close() {
                var _ = connection.closeAsync();
            }

            @Override
            public CompletableFuture<RedisAsyncCommands<byte[], byte[]>> ownerOf(byte[] key) {
                var node = connection.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
                return connection.getConnectionAsync(node.getNodeId()).thenApply(StatefulRedisConnection::async);
            }
        }

        @Override
        public Mono<Connection> connect() {
            return client.look()
                    .then(Mono.fromCompletionStage(() -> client.connectAsync(ByteArrayCodec.INSTANCE)))
                    .map(connection -> new ToCluster(connection, new ClusterWatch(client, connection)));
        }

        @Override
        public Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
            return client.look()
                    .then(Mono.fromCompletionStage(() -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE)))
                    .map(connection -> connection);
        }

        /** Each node says so itself, by MOVED. */
        @Override
        public Mono<Boolean> hasMoved() {
            return Mono.just(false);
        }
    }
}
