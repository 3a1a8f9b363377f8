package dev.tigrit.sessions.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.resource.ClientResources;
import reactor.core.publisher.Mono;

/** The driver's client for a Cluster, which can be told of a change that it has not seen itself yet. */
final class ClusterClient extends RedisClusterClient {

    ClusterClient(ClientResources resources, Iterable<RedisURI> uris) {
        super(resources, uris);
    }

    /** Asks all nodes which they are, and waits for each. */
    Mono<Void> look() {
        return Mono.fromCompletionStage(this::refreshPartitionsAsync);
    }

    /** Commands go by this from now on, on connections that are open, too. */
    void follow(Partitions now) {
        getPartitions().reload(now.getPartitions());
        updatePartitionsInConnections();
    }
}
