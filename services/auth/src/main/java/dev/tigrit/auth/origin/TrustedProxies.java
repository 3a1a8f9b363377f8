package dev.tigrit.auth.origin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose {@code X-Forwarded-For} is believed. Each appends the address it got the request from, so the list is read
 * from its right end and only as far as trusted proxies wrote it: what stands further left was written by the client.
 */
public final class TrustedProxies {

    /** Nobody has so many proxies; a longer list is somebody's work for us. */
    private static final int MAX_HOPS = 32;

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Reads the blocks.
     *
     * @param property where they are configured, for the message
     * @throws IllegalStateException names the property and the block that is none
     */
    public static TrustedProxies of(String property, List<String> blocks) {
        var networks = new ArrayList<Network>();
        for (var block : blocks) {
            var network = Network.parse(block.strip());
            if (network == null) {
                throw new IllegalStateException(property + ": " + block
                        + " is not a block of addresses like 10.0.0.0/8; the block of all addresses trusts everybody");
            }
            networks.add(network);
        }
        return new TrustedProxies(networks);
    }

    /** The client's address, an IPv6 one by its /64; null when the connection has no address. */
    public @Nullable Address client(Origin origin) {
        var address = origin.address();
        if (address == null || !isTrusted(address)) {
            return address == null ? null : address.client();
        }
        return behind(address, origin.forwardedFor()).client();
    }

    private Address behind(Address proxy, List<String> lines) {
        var last = proxy;
        var hops = 0;
        for (var line = lines.size() - 1; line >= 0; line--) {
            var entries = lines.get(line);
            for (var end = entries.length(); end >= 0; ) {
                var comma = entries.lastIndexOf(',', end - 1);
                var next = Address.parse(entries.substring(comma + 1, end).strip());
                // What is no address names nobody: the last hop that is known stands for it.
                if (next == null || ++hops > MAX_HOPS) {
                    return last;
                }
                last = next;
                if (!isTrusted(last)) {
                    return last;
                }
                end = comma;
            }
        }
        return last;
    }

    private boolean isTrusted(Address address) {
        for (var network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
