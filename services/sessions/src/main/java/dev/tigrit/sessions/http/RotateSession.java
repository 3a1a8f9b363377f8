package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code POST /v1/sessions/rotate}. The new secret is derived from the old one and a stored salt, so that a request that comes
 * twice inside the overlap gets the same token twice.
 */
@Component
record RotateSession(TokenGate gate, Tokens tokens, SessionStore store, Audit audit, Clock clock) {

    /** A second rotation with the same token within this time is a race of two tabs, not a theft. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final long MOST_OVERLAP_SECONDS = 60;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @param overlap seconds that the old token stays valid */
    record Request(Sensitive token, @Nullable Long overlap) {

        Request {
            // JSON may leave it out, whatever the type says.
            if (token == null) {
                throw new IllegalArgumentException("token has to be a string.");
            }
        }
    }

    private Attempt attempt() {
        return audit.of(Audit.Operation.ROTATE);
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        return JsonBody.read(request.exchange().getRequest(), TokenBody.MAX_BYTES, Request.class)
                .flatMap(this::rotate)
                .flatMap(issued -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(issued));
    }

    private Mono<CreateSession.IssuedToken> rotate(Request request) {
        var overlap = overlap(request.overlap());
        var text = request.token().reveal();
        return gate.live(text, attempt()).flatMap(token -> {
            var key = tokens.signingKey(clock.instant());
            return key == null
                    ? Mono.error(attempt().unavailable(SessionProblem.KEY_UNAVAILABLE))
                    : inStore(text, token, overlap, key);
        });
    }

    private Mono<CreateSession.IssuedToken> inStore(
            String text, Tokens.Check.Genuine token, Duration overlap, KeyVersion key) {
        var salt = Tokens.newSecret(RANDOM);
        var successor = Tokens.successor(text, salt);
        var wanted = new SessionStore.Rotation.Successor(Tokens.hashOf(successor), salt, overlap, GRACE);
        return attempt()
                .orUnavailable(store.rotate(token.session(), token.secretHash(), wanted))
                .map(rotation -> switch (rotation) {
                    case SessionStore.Rotation.Rotated(var times) -> issued(token, successor, times, key);
                    case SessionStore.Rotation.RotatedBefore(var times, var stored) ->
                        issued(token, Tokens.successor(text, stored), times, key);
                    case SessionStore.Rotation.Refused(var reason) ->
                        throw gate.refused(reason, token.session(), attempt());
                });
    }

    private CreateSession.IssuedToken issued(
            Tokens.Check.Genuine token, Sensitive secret, SessionRecord.Times times, KeyVersion key) {
        attempt().succeeded(token.session());
        var text = tokens.issue(key, token.session(), secret, times.absoluteDeadline());
        return CreateSession.IssuedToken.of(token.session(), text, times);
    }

    private Duration overlap(@Nullable Long seconds) {
        if (seconds != null && (seconds < 0 || seconds > MOST_OVERLAP_SECONDS)) {
            throw new ProblemException(
                    RequestProblem.BAD_REQUEST, "overlap has to be 0 to " + MOST_OVERLAP_SECONDS + " seconds.");
        }
        return Duration.ofSeconds(seconds == null ? 0 : seconds);
    }
}
