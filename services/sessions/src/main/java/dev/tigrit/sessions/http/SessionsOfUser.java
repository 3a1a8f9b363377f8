package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.session.CallerOperation;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET} and {@code DELETE /v1/users/{user_id}/sessions}. */
@Component
class SessionsOfUser {

    private static final String EXCEPT = "except";
    private static final int USUAL_SIZE = 1024;

    private final Callers callers;
    private final SessionsProperties properties;
    private final SessionStore store;
    private final Audit audit;
    private final Clock clock;
    private final Scheduler worker;
    private final CallerTurns turns = new CallerTurns(CallerTurns.LARGE_ANSWERS);

    SessionsOfUser(
            Callers callers,
            SessionsProperties properties,
            SessionStore store,
            Audit audit,
            Clock clock,
            Scheduler largeAnswers) {
        this.worker = largeAnswers;
        this.callers = callers;
        this.properties = properties;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return Mono.fromSupplier(() -> callers.require(request.headers().asHttpHeaders(), CallerOperation.LIST))
                .flatMap(caller -> {
                    var userRef = SessionId.userRef(UserPath.userId(request.requestPath()));
                    return turns.answer(caller, list(userRef, audit.of(Operation.LIST, caller)));
                });
    }

    private Mono<byte[]> list(byte[] userRef, Attempt attempt) {
        return attempt.orUnavailable(store.findAll(userRef))
                .publishOn(worker)
                .map(this::json)
                .doOnNext(_ -> attempt.succeededForUser(userRef));
    }

    /** Newest first; what verify would refuse is not there. */
    private byte[] json(Map<SessionId, SessionRecord> sessions) {
        var latest = clock.instant().minus(Tokens.CLOCK_TOLERANCE);
        return JsonBytes.write(USUAL_SIZE, json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("sessions");
            sessions.entrySet().stream()
                    .filter(session -> session.getValue().times().isAheadOf(latest))
                    .sorted(Comparator.comparing((Map.Entry<SessionId, SessionRecord> session) ->
                                    session.getValue().times().created())
                            .reversed())
                    .forEach(session ->
                            SessionJson.write(session.getKey(), session.getValue(), properties.extendThrottle(), json));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    Mono<ServerResponse> endAll(ServerRequest request) {
        return Mono.fromSupplier(() -> callers.require(request.headers().asHttpHeaders(), CallerOperation.REVOKE))
                .map(caller -> audit.of(Operation.DELETE_ALL, caller))
                .flatMap(attempt -> {
                    var userRef = SessionId.userRef(UserPath.userId(request.requestPath()));
                    return endAll(userRef, except(request, userRef), attempt);
                });
    }

    private Mono<ServerResponse> endAll(byte[] userRef, @Nullable SessionId except, Attempt attempt) {
        return attempt.orUnavailable(store.endAll(userRef, except))
                .doOnNext(_ -> attempt.succeededForUser(userRef))
                .flatMap(EndedAnswer::of);
    }

    /** A parameter that is misspelt must not end the session that it was to keep. */
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
}
