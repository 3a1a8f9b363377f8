package dev.tigrit.auth.client.jwks;

import dev.tigrit.auth.jwt.KeyAddress;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.mount.MountedFiles;
import io.netty.channel.ChannelOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** The way to the keys of one address: its proxy, and by what its certificate is known. */
final class JwksConnection {

    private final JwksProperties properties;
    private final @Nullable ProxyAddress proxy;
    private final List<BackgroundLoop> loops;
    private final WebClient web;

    /** @throws IllegalArgumentException begins with the part of the address that is wrong */
    JwksConnection(KeyAddress address, JwksProperties properties, WebClient.Builder builder) {
        this.properties = properties;
        JwksProperties.requireTrustworthy(address.url(), address.allowHttp());
        this.proxy = proxy(address, properties);
        var file = address.caFile();
        if (file == null) {
            this.loops = List.of();
            this.web = builder.clone()
                    .clientConnector(connector(HttpClient.create()))
                    .build();
            return;
        }
        // No connection outlives its request, and so none outlives the CA that it was made by.
        var certificates = MountedFiles.ofCertificates(
                "auth.issuers ca-file " + file,
                file,
                context -> connector(HttpClient.newConnection().secure(tls -> tls.sslContext(context))));
        this.loops = List.of(certificates.loop());
        this.web = builder.clone()
                // Asked anew for each request: the file may have changed.
                .clientConnector((method, uri, request) -> there(certificates).connect(method, uri, request))
                .build();
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

    /** Follows no redirect: where keys come from is decided here, not by whoever answers there. */
    private ClientHttpConnector connector(HttpClient http) {
        var client = http.followRedirect(false)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(properties.connectTimeout().toMillis()));
        return new ReactorClientHttpConnector(proxy == null ? client : proxy.on(client));
    }

    private static ClientHttpConnector there(MountedFiles<ClientHttpConnector> certificates) {
        var connector = certificates.current();
        if (connector == null) {
            throw new IllegalStateException("the CA file is not there yet");
        }
        return connector;
    }

    WebClient web() {
        return web;
    }

    /** What re-reads the CA file. */
    List<BackgroundLoop> loops() {
        return loops;
    }
}
