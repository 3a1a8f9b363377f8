package dev.tigrit.auth.client.jwks;

import dev.tigrit.auth.jwt.KeyAddress;
import dev.tigrit.starter.client.HttpConnection;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;

/** The connection to one JWK Set URL: its proxy and its CA certificates. */
final class JwksConnection {

    private final HttpConnection connection;
    private final WebClient web;

    /** @throws IllegalArgumentException begins with the part of the address that is wrong */
    JwksConnection(KeyAddress address, JwksProperties properties, WebClient.Builder builder) {
        JwksProperties.requireTrustworthy(address.url(), address.allowHttp());
        var proxy = proxy(address, properties);
        this.connection = new HttpConnection(
                address.url(),
                properties.timeout(),
                null,
                // Follows no redirect: where keys come from is decided here, not by whoever answers there.
                http -> proxy == null ? http.followRedirect(false) : proxy.on(http.followRedirect(false)),
                "auth.issuers ca-file " + address.caFile(),
                address.caFile());
        this.web = connection.toClient(builder);
    }

    private static @Nullable ProxyAddress proxy(KeyAddress address, JwksProperties properties) {
        if (address.proxy() == null) {
            return properties.proxyFor(address.url());
        }
        try {
            return ProxyAddress.of(address.proxy());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("proxy " + e.getMessage(), e);
        }
    }

    WebClient web() {
        return web;
    }

    /** What re-reads the CA file. */
    List<BackgroundLoop> loops() {
        return connection.loops();
    }
}
