package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.SessionsProperties.CallerOperation;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.starter.caller.Callers;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/users/{user_id}/sessions}. */
@Component
class ListSessions {

    private final Callers callers;
    private final Duration extendThrottle;
    private final SessionStore store;
    private final Audit audit;
    private final Clock clock;
    private final Scheduler worker;
    private final CallerTurns turns = new CallerTurns(CallerTurns.LARGE_ANSWERS);

    ListSessions(
            Callers callers,
            SessionsProperties properties,
            SessionStore store,
            Audit audit,
            Clock clock,
            Scheduler largeAnswers) {
        this.callers = callers;
        this.extendThrottle = properties.extendThrottle();
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        this.worker = largeAnswers;
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        return Mono.fromSupplier(() -> callers.require(request.headers().asHttpHeaders(), CallerOperation.LIST))
                .flatMap(caller ->
                        turns.answer(caller, list(UserPath.userRef(request), audit.of(Audit.Operation.LIST, caller))));
    }

    private Mono<byte[]> list(byte[] userRef, Attempt attempt) {
        return attempt.orUnavailable(store.findAll(userRef))
                .publishOn(worker)
                .map(this::json)
                .doOnNext(_ -> attempt.succeededForUser(userRef));
    }

    /** Newest first, without the sessions that verify would refuse. */
    private byte[] json(Map<SessionId, SessionRecord> sessions) {
        var latest = clock.instant().minus(Tokens.CLOCK_TOLERANCE);
        return SessionJson.bytes(sessions.size(), json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("sessions");
            sessions.entrySet().stream()
                    .filter(session -> session.getValue().times().isAheadOf(latest))
                    .sorted(Comparator.comparing((Map.Entry<SessionId, SessionRecord> session) ->
                                    session.getValue().times().created())
                            .reversed())
                    .forEach(session -> SessionJson.write(session.getKey(), session.getValue(), extendThrottle, json));
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
