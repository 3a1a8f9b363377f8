package dev.tigrit.auth.client.jwks;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
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
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*");

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
        var slash = block.indexOf('/');
        var address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (slash < 0 || !isLiteral(block.substring(0, slash)) || !isLiteral(address)) {
            return false;
        }
        try {
            var first = InetAddress.ofLiteral(block.substring(0, slash)).getAddress();
            var one = InetAddress.ofLiteral(address).getAddress();
            return first.length == one.length && startsAlike(first, one, Integer.parseInt(block.substring(slash + 1)));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }

    private static boolean startsAlike(byte[] some, byte[] other, int bits) {
        if (bits < 0 || bits > 8 * some.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> (bit % 8);
            if ((some[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
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
