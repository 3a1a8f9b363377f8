package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.sessions.verify.VerifyOutcome;
import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code POST /v1/sessions/verify}. */
@Component
class VerifySession {

    private static final List<Field> FIELDS = List.of(Field.JSON);

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

    CompletionStage<@Nullable Answer> handle(Request request) {
        return verifier.verify(TokenBody.read(request), clock.instant(), attempt)
                .map(this::answer)
                .toFuture();
    }

    private Answer answer(VerifyOutcome outcome) {
        return switch (outcome) {
            case VerifyOutcome.Valid valid ->
                new Answer(
                        200,
                        FIELDS,
                        SessionJson.bytes(
                                1, json -> SessionJson.write(valid.session(), valid.record(), extendThrottle, json)));
            case VerifyOutcome.Invalid(var reason) -> throw reason.problem().exception();
            case VerifyOutcome.Unknown(var problem) -> throw problem.exception();
        };
    }
}
