package dev.tigrit.auth.client.secrets;

import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.mount.MountedFiles;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** What this service shows to Secrets, and by what it knows Secrets. Either may be a mounted file that changes meanwhile. */
final class SecretsConnection {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final SecretsProperties properties;
    private final Supplier<@Nullable Sensitive> bearer;
    private final Supplier<@Nullable ClientHttpConnector> connector;
    private final List<BackgroundLoop> loops;

    /** @param internal the key that is presented when there is no token file */
    SecretsConnection(SecretsProperties properties, Supplier<Sensitive> internal) {
        this.properties = properties;
        var token = properties.tokenFile() == null
                ? null
                : MountedFiles.ofToken("auth.secrets.token-file", properties.tokenFile());
        var trusted = properties.caFile() == null
                ? null
                : MountedFiles.ofCertificates("auth.secrets.ca-file", properties.caFile(), this::trusting);
        this.bearer = token == null ? fixed(internal.get()) : token::current;
        this.connector = trusted == null ? fixed(connector(HttpClient.create())) : trusted::current;
        this.loops = Stream.of(token, trusted)
                .flatMap(Stream::ofNullable)
                .map(MountedFiles::loop)
                .toList();
    }

    private static <T> Supplier<@Nullable T> fixed(T value) {
        return () -> value;
    }

    /** Completes when token and CA are there; at once, as a rule. */
    Mono<Void> awaitReady() {
        return Mono.fromSupplier(() -> bearer.get() != null && connector.get() != null)
                .filter(ready -> ready)
                .repeatWhenEmpty(looks -> looks.delayElements(LOOK_AGAIN))
                .then();
    }

    SecretsApi toApi(URI secrets, WebClient.Builder builder) {
        var client = builder.baseUrl(secrets.toString())
                // Asked anew for each request: the file may have changed.
                .clientConnector((method, uri, request) -> there(connector).connect(method, uri, request))
                .defaultRequest(request -> request.headers(headers ->
                        headers.setBearerAuth(new String(there(bearer).copy(), StandardCharsets.UTF_8))))
                .build();
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
                .build()
                .createClient(SecretsApi.class);
    }

    /** What re-reads the files. */
    List<BackgroundLoop> loops() {
        return loops;
    }

    /** No connection outlives its request, and so none outlives the CA that it was made by. */
    private ClientHttpConnector trusting(SslContext context) {
        return connector(HttpClient.newConnection().secure(tls -> tls.sslContext(context)));
    }

    private ClientHttpConnector connector(HttpClient http) {
        return new ReactorClientHttpConnector(http.option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(properties.timeout().toMillis())));
    }

    private static <T> T there(Supplier<@Nullable T> supplier) {
        var value = supplier.get();
        if (value == null) {
            throw new IllegalStateException("called before awaitReady");
        }
        return value;
    }
}
