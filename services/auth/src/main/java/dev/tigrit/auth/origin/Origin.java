package dev.tigrit.auth.origin;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request says it came from; what of it can be believed, {@link TrustedProxies} decides.
 *
 * @param peer the other end of the connection, or null when it is not known
 * @param forwardedFor the values of every {@code X-Forwarded-For} line, in order
 */
public record Origin(@Nullable InetSocketAddress peer, List<String> forwardedFor) {

    /** The header that proxies append to. */
    public static final String HEADER = "X-Forwarded-For";

    public static final Origin UNKNOWN = new Origin(null, List.of());

    @Nullable
    Address address() {
        return peer == null || peer.getAddress() == null ? null : Address.of(peer.getAddress());
    }
}
