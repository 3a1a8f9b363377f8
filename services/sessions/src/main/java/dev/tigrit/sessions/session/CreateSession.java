package dev.tigrit.sessions.session;

import dev.tigrit.sessions.CallerOperation;
import dev.tigrit.sessions.SessionProblem;
import dev.tigrit.sessions.SessionsProperties;
import dev.tigrit.sessions.StoreUnavailableException;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.store.SessionRecord;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.token.SessionId;
import dev.tigrit.sessions.token.SessionToken;
import dev.tigrit.sessions.token.TokenBody;
import dev.tigrit.sessions.token.Tokens;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /v1/sessions}, for callers with the permission {@code create}. */
@Component
class CreateSession {

    private final Callers callers;
    private final SessionsProperties properties;
    private final Tokens tokens;
    private final SessionStore store;
    private final Audit audit;
    private final JsonMapper json;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CreateSession(
            Callers callers,
            SessionsProperties properties,
            Tokens tokens,
            SessionStore store,
            Audit audit,
            JsonMapper json,
            Clock clock) {
        this.callers = callers;
        this.properties = properties;
        this.tokens = tokens;
        this.store = store;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    private record Created(String sessionId, String token, Instant expiresAt, Instant idleExpiresAt) {}

    Mono<ServerResponse> handle(ServerRequest request) {
        return Mono.fromRunnable(() -> callers.require(request.headers().asHttpHeaders(), CallerOperation.CREATE))
                .then(Mono.defer(
                        () -> JsonBody.read(request.exchange().getRequest(), TokenBody.MAX_BYTES, NewSession.class)))
                .flatMap(this::create)
                .flatMap(created -> ServerResponse.status(HttpStatus.CREATED)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(json.writeValueAsBytes(created)));
    }

    private Mono<Created> create(NewSession wanted) {
        var ttl = within("ttl", wanted.ttl(), properties.ttl());
        var idleTtl = within("idle_ttl", wanted.idleTtl(), properties.idleTtl());
        var key = tokens.signingKey(clock.instant());
        if (key == null) {
            return Mono.error(audit.unavailable(Operation.CREATE, SessionProblem.KEY_UNAVAILABLE));
        }
        return store(wanted, ttl, idleTtl.compareTo(ttl) < 0 ? idleTtl : ttl, key);
    }

    private Mono<Created> store(NewSession wanted, Duration ttl, Duration idleTtl, KeyVersion key) {
        var session = SessionId.create(wanted.userId(), random);
        var secret = SessionToken.newSecret(random);
        return store.create(session, SessionToken.hashOf(secret), ttl, idleTtl, details(wanted))
                // The token carries the deadline that the store has set, so it is signed after the store's answer.
                .map(times -> new Created(
                        session.text(),
                        tokens.issue(key, session, secret, times.absoluteDeadline()),
                        times.absoluteDeadline(),
                        times.idleDeadline()))
                .doOnNext(_ -> audit.succeeded(Operation.CREATE, session))
                .onErrorMap(
                        StoreUnavailableException.class,
                        _ -> audit.unavailable(Operation.CREATE, SessionProblem.STORE_UNAVAILABLE));
    }

    private SessionRecord.Details details(NewSession wanted) {
        var attributes = wanted.attributes();
        return new SessionRecord.Details(
                wanted.userId(),
                wanted.device(),
                wanted.ip(),
                attributes == null || attributes.isEmpty() ? null : json.writeValueAsString(attributes));
    }

    private Duration within(String member, @Nullable Long seconds, Duration byDefault) {
        if (seconds == null) {
            return byDefault;
        }
        var most = properties.maxTtl().toSeconds();
        if (seconds < 1 || seconds > most) {
            throw new ProblemException(RequestProblem.BAD_REQUEST, member + " has to be 1 to " + most + " seconds.");
        }
        return Duration.ofSeconds(seconds);
    }
}
