package dev.tigrit.auth.client.gamebackend;

import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.starter.client.BearerToken;
import dev.tigrit.starter.json.StrictObject;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoops;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Asks the Game backend for its user: at most two attempts inside one time budget, none while the breaker is open. */
@Component
public final class GameBackendClient {

    private static final Logger log = LoggerFactory.getLogger(GameBackendClient.class);

    private static final String INTERNAL_SECRET = "INTERNAL_API_SECRET";
    private static final Duration BEFORE_RETRY = Duration.ofMillis(50);
    private static final int MAX_ID_LENGTH = 128;

    private final GameBackendProperties properties;
    private final @Nullable GameBackendApi api;
    private final BearerToken bearer;
    private final CircuitBreaker breaker;

    GameBackendClient(
            GameBackendProperties properties,
            WebClient.Builder builder,
            EnvironmentKeys environment,
            BackgroundLoops loops) {
        this.properties = properties;
        this.breaker = properties.toBreaker();
        this.bearer = new BearerToken(
                "auth.game-backend.token-file", properties.tokenFile(), () -> internal(properties, environment), loops);
        this.api = properties.url() == null ? null : properties.toApi(properties.url(), builder, bearer);
        if (api == null) {
            log.atInfo().addKeyValue("key", "auth.game-backend.url").log("not set, ensure-user answers 503");
        }
        breaker.getEventPublisher()
                .onStateTransition(event -> log.atWarn()
                        .addKeyValue("state", event.getStateTransition().getToState())
                        .log("circuit breaker of the Game backend"));
    }

    private static @Nullable Sensitive internal(GameBackendProperties properties, EnvironmentKeys environment) {
        var key = environment.findNewest(INTERNAL_SECRET);
        if (key.isEmpty() && properties.url() != null) {
            throw new IllegalStateException(INTERNAL_SECRET
                    + " is not set; it or auth.game-backend.token-file is needed to call auth.game-backend.url");
        }
        return key.orElse(null);
    }

    /** The Game's user for a Telegram id and what is known of the person; never fails. */
    public Mono<GameUser> ensure(String id, TelegramUser user) {
        if (api == null || !bearer.isPresent()) {
            return Mono.just(unavailable());
        }
        return api.ensure(id, user)
                .map(this::read)
                .timeout(properties.attemptTimeout())
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                // Repeating is allowed because the call is idempotent.
                .retryWhen(
                        Retry.backoff(1, BEFORE_RETRY).filter(error -> !(error instanceof CallNotPermittedException)))
                .timeout(properties.timeBudget())
                .onErrorResume(error -> Mono.fromSupplier(() -> failed(error)));
    }

    /** Answers that are a matter of this request or of the deployment are no failures of the Game: the breaker ignores them. */
    private GameUser read(ResponseEntity<byte[]> response) {
        var status = response.getStatusCode().value();
        return switch (status) {
            case 200 -> ensured(response.getBody());
            case 400, 413, 422 -> {
                log.atWarn().addKeyValue("status", status).log("Game backend refused a user's data");
                yield new GameUser.Refused();
            }
            case 401, 403, 404, 405, 415 -> {
                log.atError()
                        .addKeyValue("status", status)
                        .log("Game backend refuses this service: look at auth.game-backend.url and at its callers");
                yield unavailable();
            }
            default -> throw new IllegalStateException("status " + status);
        };
    }

    private static GameUser ensured(byte @Nullable [] body) {
        var members = body == null ? null : StrictObject.read(body);
        if (members != null
                && members.get("game_user_id") instanceof String id
                && !id.isBlank()
                && id.length() <= MAX_ID_LENGTH) {
            return new GameUser.Ensured(id);
        }
        throw new IllegalStateException("status 200 without a game_user_id");
    }

    private GameUser failed(Throwable error) {
        if (error instanceof CallNotPermittedException) {
            // The breaker's own line is enough; one for each refused call would fill the log.
            return unavailable();
        }
        // By its type only: messages quote addresses and bodies.
        log.atWarn().addKeyValue("error", error.getClass().getSimpleName()).log("Game backend gave no usable answer");
        return unavailable();
    }

    private GameUser unavailable() {
        return new GameUser.Unavailable(properties.pause());
    }

    /** What became of asking the Game backend for its user. */
    public sealed interface GameUser {

        /** The user exists there under that id. */
        record Ensured(String id) implements GameUser {}

        /** The Game does not take this user's data: asking again is of no use. */
        record Refused() implements GameUser {}

        /**
         * No usable answer in time.
         *
         * @param retryAfter when it is worth asking again
         */
        record Unavailable(Duration retryAfter) implements GameUser {}
    }
}
