package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.caller.Callers;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Translates POST /v1/verify; the decision is {@link Decisions}. */
final class VerifyEndpoint {

    private final Decisions decisions;
    private final Callers callers;

    VerifyEndpoint(Decisions decisions, Callers callers) {
        this.decisions = decisions;
        this.callers = callers;
    }

    Mono<ServerResponse> verify(ServerRequest request) {
        return decide(request.exchange().getRequest()).flatMap(VerifyEndpoint::answer);
    }

    /** With a body the caller is optional; if it is authenticated, the audit line names it. */
    private Mono<Verdict> decide(ServerHttpRequest request) {
        return PresentedCredential.inBody(request, CredentialBody.class, CredentialBody::toCredential)
                .flatMap(credential -> decisions.decide(credential, "verify", callers.find(request.getHeaders())))
                .switchIfEmpty(PresentedCredential.inHeader(request)
                        .flatMap(credential -> decisions.decide(credential, "verify", null)));
    }

    private static Mono<ServerResponse> answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) ->
                ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(IdentityAnswer.of(identity));
            case Verdict.Refused refused -> Mono.error(AuthProblem.of(refused));
        };
    }
}
