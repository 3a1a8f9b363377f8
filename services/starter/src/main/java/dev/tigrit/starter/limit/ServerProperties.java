package dev.tigrit.starter.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import reactor.netty.resources.LoopResources;

/**
 * What the main port takes.
 *
 * @param maxConnections to the main port at the same time, beyond which a new one replaces the one that has been idle for the
 *     longest; 0 for one for each 96 KB of heap, which is what a connection can take at most
 * @param maxConnectionsPerPeer to it from one address; 0 for any number, because behind an ingress all come from a few
 */
@ConfigurationProperties("tigrit.server")
public record ServerProperties(
        @DefaultValue("0") int maxConnections,
        @DefaultValue("0") int maxConnectionsPerPeer) {

    private static final long HEAP_PER_CONNECTION = 96 * 1024;

    /** Requests may take an eighth of the heap's size in direct memory while they arrive, which is as large as the heap. */
    private static final int ARRIVING_SHARE = 8;

    /** Of one event loop, where there are many: several of the largest bodies that a contract allows. */
    private static final long MIN_ARRIVING = 1024 * 1024;

    public ServerProperties {
        if (maxConnections < 0 || maxConnectionsPerPeer < 0) {
            throw new IllegalStateException(
                    "tigrit.server.max-connections and tigrit.server.max-connections-per-peer cannot be negative");
        }
    }

    public ConnectionLimits toLimits() {
        var heap = Runtime.getRuntime().maxMemory();
        var byHeap = Math.toIntExact(heap / HEAP_PER_CONNECTION);
        return new ConnectionLimits(
                maxConnections == 0 ? byHeap : maxConnections,
                maxConnectionsPerPeer,
                Math.max(MIN_ARRIVING, heap / ARRIVING_SHARE / LoopResources.DEFAULT_IO_WORKER_COUNT),
                ConnectionLimits.Deadlines.ofSmallRequests());
    }
}
