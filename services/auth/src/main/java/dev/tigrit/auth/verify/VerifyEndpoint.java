package dev.tigrit.auth.verify;

import dev.tigrit.auth.decision.Attempt;
import dev.tigrit.auth.decision.AuthProblem;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.presentation.IdentityAnswer;
import dev.tigrit.auth.presentation.PresentedCredential;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Translates POST /v1/verify; the decision is {@link Decisions}. */
final class VerifyEndpoint {

    private static final Attempt ATTEMPT = new Attempt("verify", null);

    private final Decisions decisions;

    VerifyEndpoint(Decisions decisions) {
        this.decisions = decisions;
    }

    Mono<ServerResponse> verify(ServerRequest request) {
        return PresentedCredential.read(request.exchange().getRequest())
                .flatMap(credential -> decisions.decide(credential, ATTEMPT))
                .flatMap(VerifyEndpoint::answer);
    }

    private static Mono<ServerResponse> answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) ->
                ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(IdentityAnswer.of(identity));
            case Verdict.Rejected(var reason) -> Mono.error(AuthProblem.refused(reason));
            case Verdict.KeysUnavailable _ -> Mono.error(AuthProblem.keysUnavailable());
        };
    }
}
