package dev.tigrit.auth.client.jwks;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/**
 * An HTTP proxy that opens tunnels (RFC 9110 section 9.3.6).
 *
 * @param userInfo {@code user:password}, or null
 */
record ProxyAddress(String host, int port, @Nullable String userInfo) {

    private static final String SCHEME = "http://";

    /**
     * Reads {@code [http://][user:password@]host:port}, as HTTPS_PROXY has it.
     *
     * @throws IllegalArgumentException says what is expected, without the text: it may hold a password
     */
    static ProxyAddress of(String text) {
        var given = text.strip();
        var uri = parse(given.contains("://") ? given : SCHEME + given);
        if (uri == null || uri.getHost() == null || uri.getPort() < 0 || !"http".equals(uri.getScheme())) {
            throw new IllegalArgumentException("has to be http://[user:password@]host:port");
        }
        return new ProxyAddress(uri.getHost(), uri.getPort(), uri.getUserInfo());
    }

    private static @Nullable URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Whether a list as NO_PROXY has it names the host: exactly, by a parent domain, by {@code *}, or by a block of addresses. */
    static boolean isExempt(String noProxy, URI url) {
        var host = url.getHost().toLowerCase(Locale.ROOT);
        var port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        for (var entry : noProxy.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            var name = entry.endsWith(":" + port) ? entry.substring(0, entry.lastIndexOf(':')) : entry;
            var domain = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
            if (name.equals("*")
                    || (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)))
                    || covers(name, host)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the host is an address inside the block (RFC 4632 section 3.1); false when either is none. No name is resolved. */
    private static boolean covers(String block, String host) {
        var slash = Math.max(0, block.indexOf('/'));
        var first = NetUtil.createInetAddressFromIpAddressString(block.substring(0, slash));
        var address = NetUtil.createInetAddressFromIpAddressString(host);
        try {
            return first != null
                    && address != null
                    && new IpSubnetFilterRule(
                                    first, Integer.parseInt(block.substring(slash + 1)), IpFilterRuleType.ACCEPT)
                            .matches(new InetSocketAddress(address, 0));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    HttpClient on(HttpClient http) {
        return http.proxy(options -> {
            var proxy = options.type(ProxyProvider.Proxy.HTTP).host(host).port(port);
            if (userInfo != null) {
                var colon = userInfo.indexOf(':');
                var password = colon < 0 ? "" : userInfo.substring(colon + 1);
                proxy.username(colon < 0 ? userInfo : userInfo.substring(0, colon))
                        .password(_ -> password);
            }
        });
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
