package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionsProperties.CallerOperation;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Ends one session by its token or its id, or the sessions of a user. The answer is 204, also when there is nothing to end. */
@Component
record EndSessions(Callers callers, TokenGate gate, SessionStore store, Audit audit) {

    static final String SESSION_ID = "session_id";

    private static final String EXCEPT = "except";
    private static final String REPLICAS = "X-Replicas-Acknowledged";

    /** {@code POST /v1/sessions/invalidate}: the session ends, also for whoever has rotated its token meanwhile. */
    Mono<ServerResponse> byToken(ServerRequest request) {
        var attempt = audit.of(Audit.Operation.INVALIDATE);
        return TokenBody.read(request.exchange().getRequest())
                // The session of an expired token is over already: the store is not asked.
                .flatMap(token -> gate.check(token, attempt, _ -> Mono.empty()))
                .flatMap(token -> invalidate(token, attempt))
                .flatMap(EndSessions::answer)
                .switchIfEmpty(Mono.defer(() -> ServerResponse.noContent().build()));
    }

    private Mono<SessionStore.Ended> invalidate(Tokens.Check.Genuine token, Attempt attempt) {
        var session = token.session();
        return attempt.orUnavailable(store.invalidate(session, token.secretHash()))
                .doOnNext(ended -> {
                    if (ended.reused()) {
                        // The client gets what it wants; the audit log says that the token has two holders.
                        attempt.refused(Refusal.REUSED, session);
                    } else {
                        attempt.succeeded(session);
                    }
                });
    }

    /** {@code DELETE /v1/sessions/{session_id}}. */
    Mono<ServerResponse> byId(ServerRequest request) {
        return allowed(request, Audit.Operation.DELETE).flatMap(attempt -> {
            var session = SessionId.parse(request.pathVariable(SESSION_ID));
            if (session == null) {
                throw new ProblemException(RequestProblem.BAD_REQUEST, "session_id is not one of this service.");
            }
            return attempt.orUnavailable(store.end(session))
                    .doOnNext(_ -> attempt.succeeded(session))
                    .flatMap(EndSessions::answer);
        });
    }

    /** {@code DELETE /v1/users/{user_id}/sessions}. */
    Mono<ServerResponse> ofUser(ServerRequest request) {
        return allowed(request, Audit.Operation.DELETE_ALL).flatMap(attempt -> {
            var userRef = UserPath.userRef(request);
            return attempt.orUnavailable(store.endAll(userRef, except(request, userRef)))
                    .doOnNext(_ -> attempt.succeededForUser(userRef))
                    .flatMap(EndSessions::answer);
        });
    }

    private Mono<Attempt> allowed(ServerRequest request, Audit.Operation operation) {
        return Mono.fromSupplier(() -> callers.require(request.headers().asHttpHeaders(), CallerOperation.REVOKE))
                .map(caller -> audit.of(operation, caller));
    }

    /** A misspelt parameter must not end the session that it was to keep. */
    private static @Nullable SessionId except(ServerRequest request, byte[] userRef) {
        var parameters = request.queryParams();
        if (parameters.isEmpty()) {
            return null;
        }
        var values = parameters.get(EXCEPT);
        var first = parameters.size() == 1 && values != null && values.size() == 1 ? values.getFirst() : null;
        var session = first == null ? null : SessionId.parse(first);
        if (session == null || !Arrays.equals(session.userRef(), userRef)) {
            throw new ProblemException(
                    RequestProblem.BAD_REQUEST,
                    "The only parameter is except, once: the session_id of a session of this user.");
        }
        return session;
    }

    private static Mono<ServerResponse> answer(SessionStore.Ended ended) {
        var answer = ServerResponse.noContent();
        ended.replicas().ifPresent(replicas -> answer.header(REPLICAS, Long.toString(replicas)));
        return answer.build();
    }
}
