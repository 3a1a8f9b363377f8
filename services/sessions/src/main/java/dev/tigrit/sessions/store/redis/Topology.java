package dev.tigrit.sessions.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How connections are opened: to one server, which Sentinel may name, or to a Cluster. */
sealed interface Topology {

    /** An open connection to all of it. */
    interface Connection {

        RedisClusterAsyncCommands<byte[], byte[]> commands();

        /** Asks every master. */
        CompletionStage<?> ping();

        /** The commands of the one server that owns the key, on a connection of its own. */
        CompletableFuture<RedisAsyncCommands<byte[], byte[]>> ownerOf(byte[] key);
    }

    AbstractRedisClient client();

    /** Asks who the masters are, when one of them does not answer. */
    Mono<Void> lookAgain();

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

            @Override
            public CompletableFuture<RedisAsyncCommands<byte[], byte[]>> ownerOf(byte[] key) {
                return CompletableFuture.completedFuture(connection.async());
            }
        }

        @Override
        public Mono<Boolean> hasMoved() {
            return watch == null ? Mono.just(false) : watch.hasMoved();
        }

        /** Each attempt to connect does. */
        @Override
        public Mono<Void> lookAgain() {
            return Mono.empty();
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

    record Cluster(RedisClusterClient client) implements Topology {

        private record ToCluster(StatefulRedisClusterConnection<byte[], byte[]> connection) implements Connection {

            @Override
            public RedisClusterAsyncCommands<byte[], byte[]> commands() {
                return connection.async();
            }

            @Override
            public CompletionStage<?> ping() {
                return CompletableFuture.allOf(
                        connection.async().upstream().commands().ping().futures());
            }

            @Override
            public CompletableFuture<RedisAsyncCommands<byte[], byte[]>> ownerOf(byte[] key) {
                var node = connection.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
                return connection.getConnectionAsync(node.getNodeId()).thenApply(StatefulRedisConnection::async);
            }
        }

        @Override
        public Mono<Connection> connect() {
            return lookAgain()
                    .then(Mono.fromCompletionStage(() -> client.connectAsync(ByteArrayCodec.INSTANCE)))
                    .map(ToCluster::new);
        }

        @Override
        public Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
            return lookAgain()
                    .then(Mono.fromCompletionStage(() -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE)))
                    .map(connection -> connection);
        }

        /** Each node says so itself, by MOVED. */
        @Override
        public Mono<Boolean> hasMoved() {
            return Mono.just(false);
        }

        /** The driver wants to know the nodes before it connects, too, and by itself would block to ask. */
        @Override
        public Mono<Void> lookAgain() {
            return Mono.fromCompletionStage(client::refreshPartitionsAsync);
        }
    }
}
