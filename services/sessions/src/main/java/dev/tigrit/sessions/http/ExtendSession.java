package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SessionStore;
import java.time.Instant;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /v1/sessions/extend}. */
@Component
record ExtendSession(SessionsProperties properties, TokenGate gate, SessionStore store, Audit audit) {

    private record Deadlines(String sessionId, Instant expiresAt, Instant idleExpiresAt, Instant extendAfter) {}

    private Attempt attempt() {
        return audit.of(Audit.Operation.EXTEND);
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        return TokenBody.read(request.exchange().getRequest())
                .flatMap(token -> gate.live(token, attempt()))
                .flatMap(this::extend)
                .flatMap(deadlines -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(deadlines));
    }

    private Mono<Deadlines> extend(Tokens.Check.Genuine token) {
        var session = token.session();
        return attempt()
                .orUnavailable(store.extend(session, token.secretHash(), properties.extendThrottle()))
                .map(extension -> switch (extension) {
                    case SessionStore.Extension.Extended(var times) -> deadlines(session, times);
                    case SessionStore.Extension.Refused(var reason) -> throw gate.refused(reason, session, attempt());
                });
    }

    private Deadlines deadlines(SessionId session, SessionRecord.Times times) {
        attempt().succeeded(session);
        return new Deadlines(
                session.text(),
                times.absoluteDeadline(),
                times.idleDeadline(),
                times.extendAfter(properties.extendThrottle()));
    }
}
