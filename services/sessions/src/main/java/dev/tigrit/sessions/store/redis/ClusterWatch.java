package dev.tigrit.sessions.store.redis;

import dev.tigrit.sessions.session.StoreUnavailableException;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.AsyncExecutions;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds who has taken the place of a master that gives no sign of life, by asking one that does. The driver asks all nodes and waits
 * for the silent one, too, half a second or more each time, and would know of the successor later by as much.
 */
final class ClusterWatch {

    private final ClusterClient client;
    private final StatefulRedisClusterConnection<byte[], byte[]> connection;

    /** @param connection of the client */
    ClusterWatch(ClusterClient client, StatefulRedisClusterConnection<byte[], byte[]> connection) {
        this.client = client;
        this.connection = connection;
    }

    /** Asks every master; fails where there is none. */
    CompletionStage<?> ping() {
        var pings = pingMasters();
        return pings.nodes().isEmpty()
                ? CompletableFuture.failedFuture(new StoreUnavailableException("no node has slots"))
                : CompletableFuture.allOf(pings.futures());
    }

    private AsyncExecutions<String> pingMasters() {
        return connection.async().nodes(ClusterWatch::isMaster).commands().ping();
    }

    /** @param patience after which a master counts as silent */
    Mono<Void> look(Duration patience) {
        return Mono.defer(() -> {
            var pings = pingMasters();
            return Flux.fromIterable(pings.nodes())
                    .flatMap(node -> Mono.fromCompletionStage(pings.get(node))
                            .timeout(patience)
                            .thenReturn(node)
                            .onErrorComplete())
                    .collectList()
                    .flatMap(answering -> findSuccessors(without(answering, pings.nodes()), answering));
        });
    }

    private Mono<Void> findSuccessors(List<RedisClusterNode> silent, List<RedisClusterNode> answering) {
        if (answering.isEmpty()) {
            return client.look();
        }
        return silent.isEmpty() ? Mono.empty() : ask(any(answering)).flatMap(seen -> follow(silent, seen));
    }

    private Mono<Partitions> ask(RedisClusterNode node) {
        return Mono.fromCompletionStage(() -> connection.getConnectionAsync(node.getNodeId()))
                .flatMap(open -> Mono.fromCompletionStage(() -> open.async().clusterNodes()))
                .map(ClusterPartitionParser::parse);
    }

    private Mono<Void> follow(List<RedisClusterNode> silent, Partitions seen) {
        if (silent.stream().allMatch(node -> isMaster(seen.getPartitionByNodeId(node.getNodeId())))) {
            return Mono.empty();
        }
        var now = merge(client.getPartitions(), seen);
        return now == null ? client.look() : Mono.fromRunnable(() -> client.follow(now));
    }

    /**
     * The known nodes with the slots that another node says they have; how to reach them is kept.
     *
     * @return null when slots would be without a node: one that is not known has them, or the other node has forgotten the Cluster
     */
    static @Nullable Partitions merge(Partitions known, Partitions seen) {
        var merged = new Partitions();
        for (var node : known) {
            var now = seen.getPartitionByNodeId(node.getNodeId());
            if (now != null) {
                var copy = new RedisClusterNode(node);
                copy.setFlags(now.getFlags());
                copy.setSlaveOf(now.getSlaveOf());
                copy.setConfigEpoch(now.getConfigEpoch());
                copy.setSlots(now.getSlots());
                merged.add(copy);
            }
        }
        merged.updateCache();
        return slotsOf(merged) < slotsOf(known) ? null : merged;
    }

    private static int slotsOf(Partitions partitions) {
        return partitions.stream().mapToInt(node -> node.getSlots().size()).sum();
    }

    /** A node without slots serves nobody; a dead one stays in the driver's list until all have forgotten it. */
    private static boolean isMaster(@Nullable RedisClusterNode node) {
        return node != null && node.is(NodeFlag.UPSTREAM) && !node.hasNoSlots();
    }

    private static List<RedisClusterNode> without(List<RedisClusterNode> some, Collection<RedisClusterNode> all) {
        return all.stream().filter(node -> !some.contains(node)).toList();
    }

    private static RedisClusterNode any(List<RedisClusterNode> nodes) {
        return nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
    }
}
