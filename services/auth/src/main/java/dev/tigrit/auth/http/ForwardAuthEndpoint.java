package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
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
final class ForwardAuthEndpoint {

    /** For gateways that keep Authorization for themselves. */
    private static final String INIT_DATA = "X-Telegram-Init-Data";

    private final Decisions decisions;
    private final HttpProperties.ForwardAuth rules;

    ForwardAuthEndpoint(Decisions decisions, HttpProperties.ForwardAuth rules) {
        this.decisions = decisions;
        this.rules = rules;
    }

    CompletionStage<Answer> answer(Request request) {
        return switch (credential(request.fields())) {
            case AuthorizationHeader.Found(var credential) ->
                decisions.decide(credential, "forward-auth", null, this::answer);
            case AuthorizationHeader.Missing _ -> throw AuthProblem.missing();
            // Elsewhere 400; a gateway understands 401 only.
            case AuthorizationHeader.Ambiguous _ -> throw AuthProblem.refused(Reason.MALFORMED);
        };
    }

    private Answer answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) -> {
                if (!rules.allows(identity.method())) {
                    throw AuthProblem.IDENTITY_NOT_ALLOWED.exception();
                }
                yield new Answer(200, fields(identity));
            }
            case Verdict.Refused refused -> throw AuthProblem.of(refused);
        };
    }

    /** Two credentials that differ are ambiguous: who set which is not known. */
    private static AuthorizationHeader credential(Function<String, List<String>> sent) {
        var authorization = AuthorizationHeader.read(sent.apply(HttpHeaders.AUTHORIZATION));
        var initData = sent.apply(INIT_DATA);
        if (initData.isEmpty()) {
            return authorization;
        }
        if (initData.size() > 1) {
            return new AuthorizationHeader.Ambiguous();
        }
        var found = new AuthorizationHeader.Found(new Credential.InitData(
                AuthorizationHeader.utf8(initData.getFirst().strip()), null));
        return switch (authorization) {
            case AuthorizationHeader.Missing _ -> found;
            case AuthorizationHeader.Found other -> other.equals(found) ? found : new AuthorizationHeader.Ambiguous();
            case AuthorizationHeader.Ambiguous ambiguous -> ambiguous;
        };
    }

    /**
     * All of them, empty when unknown: several gateways replace only what the answer has, and a client may have sent one of its own.
     */
    private static List<Field> fields(Identity identity) {
        return List.of(
                new Field("X-User-Id", HeaderText.encode(identity.userId())),
                new Field("X-Auth-Method", identity.method().spelling()),
                new Field("X-Auth-Bot", HeaderText.encode(Objects.requireNonNullElse(identity.bot(), ""))),
                new Field("X-Auth-Issuer", HeaderText.encode(Objects.requireNonNullElse(identity.issuer(), ""))));
    }
}
