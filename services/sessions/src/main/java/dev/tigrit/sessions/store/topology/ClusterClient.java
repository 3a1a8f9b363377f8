package dev.tigrit.sessions.store.topology;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.resource.ClientResources;

/** The driver's client for a Cluster, which can be told of a change that it has not seen itself yet. */
final class ClusterClient extends RedisClusterClient {

    ClusterClient(ClientResources resources, Iterable<RedisURI> uris) {
        super(resources, uris);
    }

    /** Commands go by this from now on, on connections that are open, too. */
    void follow(Partitions now) {
        getPartitions().reload(now.getPartitions());
        updatePartitionsInConnections();
    }
}
