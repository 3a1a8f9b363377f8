package dev.tigrit.starter.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the main port takes.
 *
 * @param maxConnections at the same time; 0 for one for each 96 KB of heap, which is what a connection can take at most
 * @param maxConnectionsPerPeer from one address; 0 for any number, because behind an ingress all come from a few
 */
@ConfigurationProperties("tigrit.server")
public record ServerProperties(
        @DefaultValue("0") int maxConnections,
        @DefaultValue("0") int maxConnectionsPerPeer) {

    private static final long HEAP_PER_CONNECTION = 96 * 1024;

    public ServerProperties {
        if (maxConnections < 0 || maxConnectionsPerPeer < 0) {
            throw new IllegalStateException(
                    "tigrit.server.max-connections and tigrit.server.max-connections-per-peer cannot be negative");
        }
    }

    public ConnectionLimits toLimits() {
        var byHeap = Math.toIntExact(Runtime.getRuntime().maxMemory() / HEAP_PER_CONNECTION);
        return new ConnectionLimits(
                maxConnections == 0 ? byHeap : maxConnections, maxConnectionsPerPeer, Deadlines.ofSmallRequests());
    }
}
