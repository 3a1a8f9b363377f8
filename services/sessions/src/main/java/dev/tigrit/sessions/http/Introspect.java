package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.session.SessionsProperties.CallerOperation;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.FormBody;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /v1/introspect}: verifies a token and answers as RFC 7662 section 2.2 says. */
@Component
record Introspect(SessionVerifier verifier, Callers callers, Audit audit, Clock clock) {

    /**
     * Of a valid session.
     *
     * @param sub {@code user_id}
     * @param sid {@code session_id}
     * @param exp the deadline that comes first, seconds since 1970
     * @param iat when the session was created, seconds since 1970
     */
    record Active(boolean active, String sub, String sid, String tokenType, long exp, long iat) {}

    /** One answer for unknown, forged, expired and ended tokens. */
    record Inactive(boolean active) {}

    Mono<ServerResponse> handle(ServerRequest request) {
        var http = request.exchange().getRequest();
        return Mono.fromSupplier(() -> callers.requireClient(http.getHeaders(), CallerOperation.INTROSPECT))
                .map(caller -> audit.of(Audit.Operation.INTROSPECT, caller))
                .flatMap(attempt -> FormBody.read(http, TokenBody.MAX_BYTES)
                        .map(form -> token(form.getOrDefault("token", "")))
                        .flatMap(token -> Mono.fromFuture(verifier.verify(token, clock.instant(), attempt))))
                .map(Introspect::answer)
                .flatMap(answer -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(answer));
    }

    private static String token(String token) {
        if (token.isEmpty()) {
            throw new ProblemException(RequestProblem.BAD_REQUEST, "The parameter token is required.");
        }
        return token;
    }

    private static Record answer(SessionVerifier.Outcome outcome) {
        return switch (outcome) {
            case SessionVerifier.Outcome.Valid(var session, var _, var found) ->
                new Active(
                        true,
                        found.details().userId(),
                        session.text(),
                        "Bearer",
                        // The idle deadline is never past the absolute one.
                        found.times().idleDeadline().getEpochSecond(),
                        found.times().created().getEpochSecond());
            case SessionVerifier.Outcome.Invalid _ -> new Inactive(false);
            case SessionVerifier.Outcome.Unknown(var problem) -> throw problem.exception();
        };
    }
}
