package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code POST /v1/sessions/verify}. */
@Component
record VerifySession(SessionVerifier verifier, SessionsProperties properties, Audit audit, Clock clock) {

    private static final List<Field> FIELDS = List.of(Field.JSON);

    CompletionStage<@Nullable Answer> handle(Request request) {
        var outcome = verifier.verify(TokenBody.read(request), clock.instant(), audit.of(Audit.Operation.VERIFY));
        return outcome.isDone()
                ? CompletableFuture.completedFuture(answer(outcome.resultNow()))
                : Mono.fromFuture(outcome).map(this::answer).toFuture();
    }

    private Answer answer(SessionVerifier.Outcome outcome) {
        return switch (outcome) {
            case SessionVerifier.Outcome.Valid valid ->
                new Answer(
                        200,
                        FIELDS,
                        SessionJson.bytes(
                                1,
                                json -> SessionJson.write(
                                        valid.session(), valid.record(), properties.extendThrottle(), json)));
            case SessionVerifier.Outcome.Invalid(var reason) ->
                throw reason.problem().exception();
            case SessionVerifier.Outcome.Unknown(var problem) -> throw problem.exception();
        };
    }
}
