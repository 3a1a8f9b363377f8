package dev.tigrit.auth.client.gamebackend;

import dev.tigrit.starter.key.Sensitive;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Where the Game backend is and how long it may take.
 *
 * @param url of the Game backend; without one ensure-user answers 503
 * @param tokenFile projected token of this service's account, presented instead of INTERNAL_API_SECRET; read again when it
 *     changes, and until it is there ensure-user answers 503
 * @param timeBudget from the first attempt to the answer, whatever happens in between
 * @param attemptTimeout of one attempt; there are at most two
 * @param pause how long a Game that fails is left alone before one probe is made; also said in Retry-After, in whole seconds
 */
@ConfigurationProperties("auth.game-backend")
public record GameBackendProperties(
        @Nullable URI url,
        @Nullable Path tokenFile,
        @DefaultValue("1s") Duration timeBudget,
        @DefaultValue("400ms") Duration attemptTimeout,
        @DefaultValue("1s") Duration pause) {

    private static final int WINDOW = 10;
    private static final int LEAST_CALLS = 5;
    private static final int FAILURE_PERCENT = 50;

    /** The answer has two members. */
    private static final int MAX_ANSWER_BYTES = 16_384;

    /** Refuses what cannot work, naming the key. */
    public GameBackendProperties {
        url = url == null || url.toString().isBlank() ? null : url;
        tokenFile = tokenFile == null || tokenFile.toString().isBlank() ? null : tokenFile;
        if (url != null
                && (url.getHost() == null
                        || url.getScheme() == null
                        || !Set.of("http", "https").contains(url.getScheme()))) {
            throw new IllegalStateException("auth.game-backend.url has to be an absolute http or https address");
        }
        requirePositive("time-budget", timeBudget);
        requirePositive("attempt-timeout", attemptTimeout);
        requirePositive("pause", pause);
        if (attemptTimeout.compareTo(timeBudget) > 0) {
            throw new IllegalStateException(
                    "auth.game-backend.attempt-timeout must not be longer than auth.game-backend.time-budget");
        }
    }

    GameBackendApi toApi(URI game, WebClient.Builder builder, Supplier<@Nullable Sensitive> bearer) {
        var http = HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(attemptTimeout.toMillis()));
        var client = builder.baseUrl(game.toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_BYTES))
                .defaultRequest(request -> request.headers(headers -> authorize(headers, bearer.get())))
                // Every status is an answer; what it means is decided in one place.
                .defaultStatusHandler(HttpStatusCode::isError, _ -> Mono.empty())
                .build();
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
                .build()
                .createClient(GameBackendApi.class);
    }

    private static void authorize(HttpHeaders headers, @Nullable Sensitive bearer) {
        if (bearer != null) {
            headers.setBearerAuth(new String(bearer.copy(), StandardCharsets.UTF_8));
        }
    }

    /** Opens when half of the last calls failed; after the pause one probe decides. */
    CircuitBreaker toBreaker() {
        return CircuitBreaker.of(
                "game-backend",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(WINDOW)
                        .minimumNumberOfCalls(LEAST_CALLS)
                        .failureRateThreshold(FAILURE_PERCENT)
                        .waitDurationInOpenState(pause)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        // A probe ends within the budget. One whose outcome got lost must not keep the breaker waiting.
                        .maxWaitDurationInHalfOpenState(timeBudget)
                        .build());
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalStateException("auth.game-backend." + key + " has to be longer than zero");
        }
    }
}
