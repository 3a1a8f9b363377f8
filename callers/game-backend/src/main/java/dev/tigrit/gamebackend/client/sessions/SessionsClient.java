package dev.tigrit.gamebackend.client.sessions;

import static dev.tigrit.gamebackend.GameProblem.SESSIONS_UNAVAILABLE;

import dev.tigrit.gamebackend.client.sessions.SessionsApi.NewSession;
import dev.tigrit.gamebackend.client.sessions.SessionsApi.Token;
import dev.tigrit.starter.client.ServiceClients;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Asks Sessions. Whatever is neither yes nor no fails with 503: a person is never signed out because a service is unavailable. */
@Component
public final class SessionsClient {

    private final SessionsApi api;
    private final Properties properties;
    private final Clock clock;

    SessionsClient(Properties properties, ServiceClients services, Clock clock) {
        this.api = services.toApi("game.sessions", "INTERNAL_API_SECRET", SessionsApi.class);
        this.properties = properties;
        this.clock = clock;
    }

    /** A new session; a connection that broke is tried once more, and the idempotency key keeps that from making two. */
    public Mono<Created> create(String userId, String device) {
        var session = new NewSession(
                userId, properties.ttl().toSeconds(), properties.idleTtl().toSeconds(), device);
        var key = UUID.randomUUID().toString();
        return api.create(key, session)
                .retryWhen(Retry.max(1).filter(WebClientRequestException.class::isInstance))
                .map(response -> body(response, 201))
                .onErrorMap(SESSIONS_UNAVAILABLE::noAnswer);
    }

    /** The live session of this token, kept alive by being used; empty when there is none. */
    public Mono<Optional<Session>> use(String token) {
        return api.verify(new Token(token))
                .map(response -> response.getStatusCode().value() == 401
                        ? Optional.<Session>empty()
                        : Optional.of(body(response, 200)))
                .onErrorMap(SESSIONS_UNAVAILABLE::noAnswer)
                .flatMap(found -> found.filter(session -> !clock.instant().isBefore(session.extendAfter()))
                        .map(_ -> extend(token).thenReturn(found))
                        .orElse(Mono.just(found)));
    }

    /** That it fails does not refuse a valid session; the next use tries again. */
    private Mono<Void> extend(String token) {
        return api.extend(new Token(token)).then().onErrorComplete();
    }

    /** Ends the session of this token; one that is over or was none is as good as ended. */
    public Mono<Void> invalidate(String token) {
        return done(api.invalidate(new Token(token)), 401);
    }

    /** Newest first. */
    public Mono<List<Session>> list(String userId) {
        return api.list(userId)
                .map(response -> {
                    var sessions = body(response, 200).sessions();
                    return sessions == null ? List.<Session>of() : sessions;
                })
                .onErrorMap(SESSIONS_UNAVAILABLE::noAnswer);
    }

    /** Ends a session; whose it is has to be known before. */
    public Mono<Void> end(String sessionId) {
        return done(api.end(sessionId), 204);
    }

    public Mono<Void> endOthers(String userId, String keep) {
        return done(api.endOthers(userId, keep), 204);
    }

    private static <T> T body(ResponseEntity<T> response, int good) {
        var status = response.getStatusCode().value();
        var body = response.getBody();
        if (status != good || body == null) {
            throw SESSIONS_UNAVAILABLE.status(status);
        }
        return body;
    }

    private static Mono<Void> done(Mono<ResponseEntity<Void>> call, int alsoGood) {
        return call.map(response -> response.getStatusCode().value())
                .filter(status -> status != 204 && status != alsoGood)
                .<Void>map(status -> {
                    throw SESSIONS_UNAVAILABLE.status(status);
                })
                .onErrorMap(SESSIONS_UNAVAILABLE::noAnswer);
    }

    /**
     * @param ttl from the sign-in to the end, used or not, at most what Sessions allows
     * @param idleTtl how long a session lasts without any use
     */
    @ConfigurationProperties("game.sessions")
    record Properties(
            @DefaultValue("24h") Duration ttl,
            @DefaultValue("1h") Duration idleTtl) {

        Properties {
            if (ttl.toSeconds() < 1 || idleTtl.toSeconds() < 1) {
                throw new IllegalStateException(
                        "game.sessions.ttl and game.sessions.idle-ttl have to be a second or longer");
            }
        }
    }

    /** A new session; the token is shown this once. */
    public record Created(String sessionId, String token, Instant expiresAt) {

        @Override
        public String toString() {
            return "Created[" + sessionId + ", ***]";
        }
    }

    /** A session; {@code extendedAt} is its last use to within a minute, an extension before {@code extendAfter} does nothing. */
    public record Session(
            String sessionId,
            String userId,
            Instant createdAt,
            Instant expiresAt,
            Instant extendedAt,
            Instant extendAfter,
            @Nullable String device) {}
}
