package dev.tigrit.sessions.session;

import dev.tigrit.sessions.Refusal;
import dev.tigrit.sessions.SessionProblem;
import dev.tigrit.sessions.SessionsProperties;
import dev.tigrit.sessions.StoreUnavailableException;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.store.SessionRecord;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.store.SessionStore.Extension;
import dev.tigrit.sessions.token.SessionId;
import dev.tigrit.sessions.token.SessionToken;
import dev.tigrit.sessions.token.TokenBody;
import dev.tigrit.sessions.token.TokenCheck;
import dev.tigrit.sessions.token.Tokens;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /v1/sessions/extend}. */
@Component
class ExtendSession {

    private final SessionsProperties properties;
    private final Tokens tokens;
    private final SessionStore store;
    private final Audit audit;
    private final JsonMapper json;
    private final Clock clock;

    ExtendSession(
            SessionsProperties properties,
            Tokens tokens,
            SessionStore store,
            Audit audit,
            JsonMapper json,
            Clock clock) {
        this.properties = properties;
        this.tokens = tokens;
        this.store = store;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    private record Deadlines(String sessionId, Instant expiresAt, Instant idleExpiresAt, Instant extendAfter) {}

    Mono<ServerResponse> handle(ServerRequest request) {
        return TokenBody.read(request.exchange().getRequest())
                .flatMap(this::extend)
                .flatMap(deadlines -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(json.writeValueAsBytes(deadlines)));
    }

    private Mono<Deadlines> extend(String token) {
        return switch (tokens.check(token, clock.instant())) {
            case TokenCheck.Genuine(var genuine) -> inStore(genuine);
            case TokenCheck.Expired(var expired) ->
                Mono.error(audit.refused(Operation.EXTEND, Refusal.EXPIRED, expired.session()));
            case TokenCheck.Refused(var reason) -> Mono.error(audit.refused(Operation.EXTEND, reason, null));
            case TokenCheck.Undecided() ->
                Mono.error(audit.unavailable(Operation.EXTEND, SessionProblem.KEY_UNAVAILABLE));
        };
    }

    private Mono<Deadlines> inStore(SessionToken token) {
        return store.extend(token.session(), token.secretHash(), properties.extendThrottle())
                .flatMap(extension -> switch (extension) {
                    case Extension.Extended(var times) -> Mono.just(deadlines(token.session(), times));
                    case Extension.Refused(var reason) ->
                        Mono.<Deadlines>error(audit.refused(Operation.EXTEND, reason, token.session()));
                })
                .onErrorMap(
                        StoreUnavailableException.class,
                        _ -> audit.unavailable(Operation.EXTEND, SessionProblem.STORE_UNAVAILABLE));
    }

    private Deadlines deadlines(SessionId session, SessionRecord.Times times) {
        audit.succeeded(Operation.EXTEND, session);
        return new Deadlines(
                session.text(),
                times.absoluteDeadline(),
                times.idleDeadline(),
                times.extendAfter(properties.extendThrottle()));
    }
}
