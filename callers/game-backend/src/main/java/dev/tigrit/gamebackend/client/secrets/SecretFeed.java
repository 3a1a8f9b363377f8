package dev.tigrit.gamebackend.client.secrets;

import dev.tigrit.starter.key.KeyRing;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;

/**
 * Looks at the key. Each look reads the token and the CA anew and has a connection of its own, so a renewed token or CA needs
 * nobody to notice it. While Secrets is unavailable the ring keeps what it holds.
 */
final class SecretFeed {

    private static final Logger log = LoggerFactory.getLogger(SecretFeed.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final URI url;
    private final SecretsProperties properties;
    private final WebClient.Builder builder;
    private final KeyRing ring;
    private final Clock clock;

    SecretFeed(URI url, SecretsProperties properties, WebClient.Builder builder, KeyRing ring, Clock clock) {
        this.url = url;
        this.properties = properties;
        this.builder = builder;
        this.ring = ring;
        this.clock = clock;
    }

    /** Ends once Secrets was heard; until then it tries again, sooner than the next poll would. */
    Mono<Void> refresh() {
        return Mono.fromCallable(this::client)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(this::fetch)
                .doOnNext(answer ->
                        ring.update(answer.incarnation(), answer.versions(InternalSecret.KEY), clock.instant()))
                .then()
                .doOnError(error -> log.atWarn()
                        .addKeyValue("key", InternalSecret.KEY)
                        .addKeyValue("error", error.getClass().getSimpleName())
                        .log("key could not be fetched, what is held is kept"))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY).maxBackoff(properties.pollInterval()));
    }

    private Mono<SecretAnswer> fetch(WebClient client) {
        return client.get()
                .uri("/v1/secrets/{key}", InternalSecret.KEY)
                .retrieve()
                .bodyToMono(SecretAnswer.class)
                .timeout(properties.timeout());
    }

    private WebClient client() throws IOException {
        var http = HttpClient.newConnection()
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(properties.timeout().toMillis()));
        var ca = properties.caFile();
        if (ca != null && "https".equals(url.getScheme())) {
            var trust = SslContextBuilder.forClient().trustManager(ca.toFile()).build();
            http = http.secure(ssl -> ssl.sslContext(trust));
        }
        var token = properties.tokenFile();
        if (token == null) {
            throw new IOException("no token file");
        }
        var bearer = Files.readString(token).strip();
        return builder.clone()
                .baseUrl(url.toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .defaultHeaders(headers -> headers.setBearerAuth(bearer))
                .build();
    }
}
