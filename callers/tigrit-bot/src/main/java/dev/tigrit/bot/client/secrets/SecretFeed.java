package dev.tigrit.bot.client.secrets;

import dev.tigrit.starter.key.KeyVersion;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;

/**
 * Looks at one key, and listens for changes of it. Each call reads the token and the CA anew and has a connection of its own, so a
 * renewed token or CA needs nobody to notice it.
 */
final class SecretFeed {

    private static final Logger log = LoggerFactory.getLogger(SecretFeed.class);

    private static final ParameterizedTypeReference<ServerSentEvent<Change>> EVENT =
            new ParameterizedTypeReference<>() {};

    /** Secrets sends a beat every 15 s; a stream that is silent for longer than two of them is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final SecretsProperties properties;
    private final WebClient.Builder builder;
    private final String key;
    private final BiConsumer<@Nullable String, List<KeyVersion>> taker;

    SecretFeed(
            SecretsProperties properties,
            WebClient.Builder builder,
            String key,
            BiConsumer<@Nullable String, List<KeyVersion>> taker) {
        this.properties = properties;
        this.builder = builder;
        this.key = key;
        this.taker = taker;
    }

    /** Ends once Secrets was heard; until then it tries again, sooner than the next poll would. */
    Mono<Void> poll() {
        return look(null)
                .doOnError(error -> log.atWarn()
                        .addKeyValue("key", key)
                        .addKeyValue("error", error.getClass().getSimpleName())
                        .log("key could not be fetched, what is held is kept"))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY).maxBackoff(properties.pollInterval()));
    }

    /** Fetches the key at each event about it, of which the first comes at once; ends when the stream does. */
    Mono<Void> follow() {
        return client(SILENCE)
                .flatMapMany(client -> client.get()
                        .uri("/v1/events")
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .retrieve()
                        .bodyToFlux(EVENT))
                .mapNotNull(ServerSentEvent::data)
                .filter(change -> key.equals(change.key()))
                .concatMap(this::lookAfter)
                .then();
    }

    /** The event came from one replica; another one may answer, which the change has not reached. */
    private Mono<Void> lookAfter(Change change) {
        return look(change)
                .retryWhen(Retry.backoff(ATTEMPTS, PAUSE)
                        .filter(WebClientResponseException.ServiceUnavailable.class::isInstance))
                // A folder of its own on each replica has no common revision.
                .onErrorResume(Exceptions::isRetryExhausted, _ -> look(null));
    }

    private Mono<Void> look(@Nullable Change least) {
        return client(properties.timeout())
                .flatMap(client -> client.get()
                        .uri("/v1/secrets/{key}", key)
                        .headers(headers -> {
                            if (least != null && least.revision() != null) {
                                headers.set(
                                        "X-Min-Bundle-Revision",
                                        least.revision().toString());
                            }
                            if (least != null && least.incarnation() != null) {
                                headers.set("X-Min-Bundle-Incarnation", least.incarnation());
                            }
                        })
                        .retrieve()
                        .bodyToMono(SecretAnswer.class))
                .doOnNext(this::take)
                .then();
    }

    private void take(SecretAnswer answer) {
        try {
            taker.accept(answer.incarnation(), answer.versions());
        } catch (IllegalStateException unusable) {
            // The rules' messages never quote the value.
            log.atError()
                    .addKeyValue("key", key)
                    .addKeyValue("version", answer.version())
                    .addKeyValue("error", unusable.getMessage())
                    .log("unusable key, the last good one is kept");
        }
    }

    /** @param patience with a server that sends nothing */
    private Mono<WebClient> client(Duration patience) {
        return Mono.fromCallable(() -> {
                    var http = HttpClient.newConnection()
                            .option(
                                    ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                    Math.toIntExact(properties.timeout().toMillis()))
                            .responseTimeout(patience);
                    var bearer = Files.readString(Objects.requireNonNull(properties.tokenFile()))
                            .strip();
                    return builder.clone()
                            .baseUrl(Objects.requireNonNull(properties.url()).toString())
                            .clientConnector(new ReactorClientHttpConnector(trusting(http, properties.caFile())))
                            .defaultHeaders(headers -> headers.setBearerAuth(bearer))
                            .build();
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static HttpClient trusting(HttpClient http, @Nullable Path ca) throws IOException {
        if (ca == null) {
            return http;
        }
        var trust = SslContextBuilder.forClient().trustManager(ca.toFile()).build();
        return http.secure(ssl -> ssl.sslContext(trust));
    }

    record Change(
            @Nullable String key,
            @Nullable Long revision,
            @Nullable String incarnation) {}
}
