package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.http.JsonBody;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.springframework.http.HttpHeaders;

/** Translates POST /v1/verify; the decision is {@link Decisions}. */
record VerifyEndpoint(Decisions decisions, Callers callers) {

    private static final List<Field> FIELDS = List.of(Field.JSON);

    /** With a body the caller is optional; if it is authenticated, the audit line names it. */
    CompletionStage<Answer> verify(Request request) {
        var authorization = request.fields().apply(HttpHeaders.AUTHORIZATION);
        if (request.body().length == 0) {
            return decisions.decide(
                    PresentedCredential.inHeader(authorization), "verify", null, VerifyEndpoint::answer);
        }
        var credential = JsonBody.read(request.body(), request.first(HttpHeaders.CONTENT_TYPE), CredentialBody.class)
                .toCredential();
        return decisions.decide(credential, "verify", callers.find(authorization), VerifyEndpoint::answer);
    }

    private static Answer answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) ->
                new Answer(200, FIELDS, IdentityJson.of(identity, identity.user(), null));
            case Verdict.Refused refused -> throw refused.problem().exception();
        };
    }
}
