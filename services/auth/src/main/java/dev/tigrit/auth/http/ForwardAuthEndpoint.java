package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.AuthProblem;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.http.HeaderText;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;

/** Checks the credential of a request that a gateway has; its body is not read. */
record ForwardAuthEndpoint(Decisions decisions, HttpProperties.ForwardAuth rules) {

    /** For gateways that keep Authorization for themselves. */
    private static final String INIT_DATA = "X-Telegram-Init-Data";

    CompletionStage<Answer> answer(Request request) {
        return decisions.decide(credential(request.fields()), "forward-auth", null, this::answer);
    }

    private Answer answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) -> {
                if (!rules.allows(identity.method())) {
                    throw AuthProblem.IDENTITY_NOT_ALLOWED.exception();
                }
                yield new Answer(200, fields(identity));
            }
            case Verdict.Refused refused -> throw refused.problem().exception();
        };
    }

    /** Two that differ are ambiguous: who set which is not known. Elsewhere 400; a gateway understands 401 only. */
    private static Credential credential(Function<String, List<String>> sent) {
        var authorization = PresentedCredential.find(
                sent.apply(HttpHeaders.AUTHORIZATION), AuthProblem.CREDENTIAL_MALFORMED::exception);
        var initData = sent.apply(INIT_DATA);
        var found = initData.isEmpty()
                ? authorization
                : PresentedCredential.initData(initData.getFirst().strip());
        if (found == null) {
            throw AuthProblem.missing();
        }
        if (initData.size() > 1 || (authorization != null && !authorization.equals(found))) {
            throw AuthProblem.CREDENTIAL_MALFORMED.exception();
        }
        return found;
    }

    /** All of them, empty when unknown: several gateways replace only what the answer has, and a client may have sent one of its own. */
    private static List<Field> fields(Identity identity) {
        return List.of(
                new Field("X-User-Id", HeaderText.encode(identity.userId())),
                new Field("X-Auth-Method", identity.method().spelling()),
                new Field("X-Auth-Bot", HeaderText.encode(Objects.requireNonNullElse(identity.bot(), ""))),
                new Field("X-Auth-Issuer", HeaderText.encode(Objects.requireNonNullElse(identity.issuer(), ""))));
    }
}
