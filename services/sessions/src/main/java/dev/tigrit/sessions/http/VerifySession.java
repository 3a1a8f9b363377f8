package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.sessions.verify.VerifyOutcome;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /v1/sessions/verify}. */
@Component
class VerifySession {

    private final SessionVerifier verifier;
    private final Attempt attempt;
    private final Duration extendThrottle;
    private final Clock clock;

    VerifySession(SessionVerifier verifier, SessionsProperties properties, Audit audit, Clock clock) {
        this.verifier = verifier;
        this.attempt = audit.of(Operation.VERIFY);
        this.extendThrottle = properties.extendThrottle();
        this.clock = clock;
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        return TokenBody.read(request.exchange().getRequest())
                .flatMap(token -> verifier.verify(token, clock.instant(), attempt))
                .flatMap(this::answer);
    }

    private Mono<ServerResponse> answer(VerifyOutcome outcome) {
        return switch (outcome) {
            case VerifyOutcome.Valid valid ->
                ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(SessionJson.bytes(
                                1, json -> SessionJson.write(valid.session(), valid.record(), extendThrottle, json)));
            case VerifyOutcome.Invalid(var reason) ->
                Mono.error(reason.problem().exception());
            case VerifyOutcome.Unknown(var problem) -> Mono.error(problem.exception());
        };
    }
}
