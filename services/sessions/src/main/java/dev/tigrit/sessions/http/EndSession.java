package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.session.CallerOperation;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.store.Ended;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code DELETE /v1/sessions/{session_id}}. */
@Component
class EndSession {

    private final Callers callers;
    private final SessionStore store;
    private final Audit audit;

    EndSession(Callers callers, SessionStore store, Audit audit) {
        this.callers = callers;
        this.store = store;
        this.audit = audit;
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        return Mono.fromSupplier(() -> callers.require(request.headers().asHttpHeaders(), CallerOperation.REVOKE))
                .map(caller -> audit.of(Operation.DELETE, caller))
                .flatMap(attempt -> end(sessionId(request), attempt))
                .flatMap(EndedAnswer::of);
    }

    private Mono<Ended> end(SessionId session, Attempt attempt) {
        return attempt.orUnavailable(store.end(session)).doOnNext(_ -> attempt.succeeded(session));
    }

    private static SessionId sessionId(ServerRequest request) {
        var session = SessionId.parse(request.pathVariable(ManageRoutes.SESSION_ID));
        if (session == null) {
            throw new ProblemException(RequestProblem.BAD_REQUEST, "session_id is not one of this service.");
        }
        return session;
    }
}
