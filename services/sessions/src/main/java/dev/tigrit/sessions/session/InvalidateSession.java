package dev.tigrit.sessions.session;

import dev.tigrit.sessions.SessionProblem;
import dev.tigrit.sessions.StoreUnavailableException;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.token.SessionToken;
import dev.tigrit.sessions.token.TokenBody;
import dev.tigrit.sessions.token.TokenCheck;
import dev.tigrit.sessions.token.Tokens;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /v1/sessions/invalidate}: afterwards the token is dead, whatever it was before. */
@Component
class InvalidateSession {

    private final Tokens tokens;
    private final SessionStore store;
    private final Audit audit;
    private final Clock clock;

    InvalidateSession(Tokens tokens, SessionStore store, Audit audit, Clock clock) {
        this.tokens = tokens;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        return TokenBody.read(request.exchange().getRequest())
                .flatMap(this::invalidate)
                .flatMap(_ -> ServerResponse.noContent().build());
    }

    /** @return the token that is dead now */
    private Mono<SessionToken> invalidate(String token) {
        return switch (tokens.check(token, clock.instant())) {
            case TokenCheck.Genuine(var genuine) -> inStore(genuine);
            case TokenCheck.Expired(var expired) -> Mono.just(expired);
            case TokenCheck.Refused(var reason) -> Mono.error(audit.refused(Operation.INVALIDATE, reason, null));
            case TokenCheck.Undecided() ->
                Mono.error(audit.unavailable(Operation.INVALIDATE, SessionProblem.KEY_UNAVAILABLE));
        };
    }

    private Mono<SessionToken> inStore(SessionToken token) {
        return store.invalidate(token.session(), token.secretHash())
                .doOnNext(_ -> audit.succeeded(Operation.INVALIDATE, token.session()))
                .thenReturn(token)
                .onErrorMap(
                        StoreUnavailableException.class,
                        _ -> audit.unavailable(Operation.INVALIDATE, SessionProblem.STORE_UNAVAILABLE));
    }
}
