package dev.tigrit.starter.client;

import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.starter.mount.MountedFiles;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Calls to one server, bounded in time and size: what is presented there, and by what its certificate is verified. */
public final class HttpConnection {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /** A hundred sessions with their attributes fit. */
    private static final int MAX_ANSWER_BYTES = 1_048_576;

    private final URI url;
    private final Duration timeout;
    private final @Nullable BearerToken bearer;
    private final UnaryOperator<HttpClient> settings;
    private final @Nullable MountedFiles<HttpClient> trusting;

    /**
     * @param timeout of the connection, and of the silence before an answer and within it
     * @param bearer presented with each request while there is a token; null: nothing is presented
     */
    public HttpConnection(URI url, Duration timeout, @Nullable BearerToken bearer) {
        this(url, timeout, bearer, UnaryOperator.identity(), "", null, new BackgroundLoops());
    }

    /**
     * @param settings of the HTTP client, such as a proxy
     * @param property the configuration key of {@code authorities}, for the log
     * @param authorities PEM file of who may sign the server's certificate, read again while the program runs; null: the JVM's
     */
    public HttpConnection(
            URI url,
            Duration timeout,
            @Nullable BearerToken bearer,
            UnaryOperator<HttpClient> settings,
            String property,
            @Nullable Path authorities,
            BackgroundLoops loops) {
        this.url = url;
        this.timeout = timeout;
        this.bearer = bearer;
        this.settings = settings;
        // No connection outlives its request, and so none outlives the authorities that it was made by.
        this.trusting = authorities == null
                ? null
                : MountedFiles.ofCertificates(
                        property,
                        authorities,
                        context -> HttpClient.newConnection().secure(tls -> tls.sslContext(context)));
        if (trusting != null) {
            loops.add(trusting.loop());
        }
    }

    /** @throws IllegalStateException names the configuration key when this is no absolute http or https address */
    public static URI requireUrl(String key, @Nullable URI url) {
        if (url == null
                || url.getHost() == null
                || !Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            throw new IllegalStateException(key + " has to be an absolute http or https address");
        }
        return url;
    }

    /** A client for which every status is an answer; what it means is decided by who asked. */
    public <T> T toApi(WebClient.Builder builder, Class<T> api) {
        return toApi(builder, MAX_ANSWER_BYTES, api);
    }

    /** @param maxAnswerBytes beyond which an answer is an error */
    public <T> T toApi(WebClient.Builder builder, int maxAnswerBytes, Class<T> api) {
        return proxy(
                client(builder, timeout)
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(maxAnswerBytes))
                        .defaultStatusHandler(HttpStatusCode::isError, _ -> Mono.empty()),
                api);
    }

    /** A client that fails with the status of an answer that is an error, and may have an endless answer. */
    public <T> T toStreamingApi(WebClient.Builder builder, Class<T> api) {
        return proxy(client(builder, null), api);
    }

    /** The same for one who makes each request by hand. */
    public WebClient toClient(WebClient.Builder builder) {
        return client(builder, null).build();
    }

    private static <T> T proxy(WebClient.Builder client, Class<T> api) {
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client.build()))
                .build()
                .createClient(api);
    }

    private WebClient.Builder client(WebClient.Builder builder, @Nullable Duration silence) {
        return builder.clone()
                .baseUrl(url.toString())
                .clientConnector(connector(silence))
                .defaultRequest(request -> request.headers(this::authorize));
    }

    private ClientHttpConnector connector(@Nullable Duration silence) {
        return trusting == null
                ? bounded(HttpClient.create(), silence)
                // Asked anew for each request: the file may have changed.
                : (method, uri, request) -> bounded(trusted(trusting), silence).connect(method, uri, request);
    }

    private ReactorClientHttpConnector bounded(HttpClient http, @Nullable Duration silence) {
        var bounded =
                settings.apply(http).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()));
        return new ReactorClientHttpConnector(silence == null ? bounded : bounded.responseTimeout(silence));
    }

    private static HttpClient trusted(MountedFiles<HttpClient> trusting) {
        var http = trusting.current();
        if (http == null) {
            throw new IllegalStateException("the CA file is not there yet");
        }
        return http;
    }

    private void authorize(HttpHeaders headers) {
        var authorization = bearer == null ? null : bearer.authorization();
        if (authorization != null) {
            headers.set(HttpHeaders.AUTHORIZATION, authorization);
        }
    }

    /** Completes when token and authorities are available; at once, as a rule. */
    Mono<Void> awaitReady() {
        return Mono.fromSupplier(() ->
                        (bearer == null || bearer.isPresent()) && (trusting == null || trusting.current() != null))
                .filter(ready -> ready)
                .repeatWhenEmpty(looks -> looks.delayElements(LOOK_AGAIN))
                .then();
    }
}
