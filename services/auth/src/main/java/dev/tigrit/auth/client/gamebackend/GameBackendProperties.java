package dev.tigrit.auth.client.gamebackend;

import dev.tigrit.starter.client.BearerToken;
import dev.tigrit.starter.client.HttpConnection;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Where the Game backend is and how long it may take.
 *
 * @param url of the Game backend; without one ensure-user answers 503
 * @param tokenFile projected token of this service's account, presented instead of INTERNAL_API_SECRET; read again when it
 *     changes, and until it is there ensure-user answers 503
 * @param timeBudget time from the first attempt to the answer, whatever happens in between
 * @param attemptTimeout time of one attempt; there are at most two
 * @param pause how long a failing Game is not called before one probe; also the Retry-After, in whole seconds
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

    public GameBackendProperties {
        url = url == null || url.toString().isBlank() ? null : url;
        tokenFile = tokenFile == null || tokenFile.toString().isBlank() ? null : tokenFile;
        if (url != null) {
            HttpConnection.requireUrl("auth.game-backend.url", url);
        }
        requirePositive("time-budget", timeBudget);
        requirePositive("attempt-timeout", attemptTimeout);
        requirePositive("pause", pause);
        if (attemptTimeout.compareTo(timeBudget) > 0) {
            throw new IllegalStateException(
                    "auth.game-backend.attempt-timeout must not be longer than auth.game-backend.time-budget");
        }
    }

    GameBackendApi toApi(URI game, WebClient.Builder builder, BearerToken bearer) {
        return new HttpConnection(game, attemptTimeout, bearer).toApi(builder, MAX_ANSWER_BYTES, GameBackendApi.class);
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
                        // A probe ends within the budget. A lost outcome must not keep the breaker half open.
                        .maxWaitDurationInHalfOpenState(timeBudget)
                        .build());
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalStateException("auth.game-backend." + key + " has to be longer than zero");
        }
    }
}
