package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionToken;
import dev.tigrit.sessions.store.Ended;
import dev.tigrit.sessions.store.SessionStore;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /v1/sessions/invalidate}: afterwards the session is over, also for whoever has rotated its token meanwhile. */
@Component
class InvalidateSession {

    private final TokenGate gate;
    private final SessionStore store;
    private final Attempt attempt;

    InvalidateSession(TokenGate gate, SessionStore store, Audit audit) {
        this.gate = gate;
        this.store = store;
        this.attempt = audit.of(Operation.INVALIDATE);
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        return TokenBody.read(request.exchange().getRequest())
                // An expired token is dead already: it ends here, without the store.
                .flatMap(token -> gate.issued(token, attempt, _ -> Mono.empty()))
                .flatMap(this::invalidate)
                .flatMap(EndedAnswer::of)
                .switchIfEmpty(Mono.defer(() -> ServerResponse.noContent().build()));
    }

    private Mono<Ended> invalidate(SessionToken token) {
        return attempt.orUnavailable(store.invalidate(token.session(), token.secretHash()))
                .doOnNext(ended -> {
                    if (ended.reused()) {
                        // The client gets what it wants; the audit log says that the token has two holders.
                        attempt.refused(Refusal.REUSED, token.session());
                    } else {
                        attempt.succeeded(token.session());
                    }
                });
    }
}
