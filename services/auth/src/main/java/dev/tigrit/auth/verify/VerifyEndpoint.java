package dev.tigrit.auth.verify;

import dev.tigrit.auth.credential.AuthorizationHeader;
import dev.tigrit.auth.credential.Credential;
import dev.tigrit.auth.decision.Attempt;
import dev.tigrit.auth.decision.AuthProblem;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.origin.Origin;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Translates POST /v1/verify; the decision is {@link Decisions}. */
final class VerifyEndpoint {

    /** A credential is at most 8 KB, and JSON may need two characters for one of them. */
    private static final int MAX_BODY = 20_000;

    private final Decisions decisions;
    private final @Nullable CallerVerifier callers;

    /** @param callers null when no service can prove who it is */
    VerifyEndpoint(Decisions decisions, @Nullable CallerVerifier callers) {
        this.decisions = decisions;
        this.callers = callers;
    }

    Mono<ServerResponse> verify(ServerRequest request) {
        return decide(request.exchange().getRequest()).flatMap(VerifyEndpoint::answer);
    }

    /** With a body Authorization is the caller's own, so the body alone counts; without one it is the user's. */
    private Mono<Verdict> decide(ServerHttpRequest request) {
        return JsonBody.bytes(request, MAX_BODY)
                .flatMap(body -> decisions.decide(fromBody(request, body), attempt(request, caller(request))))
                .switchIfEmpty(
                        Mono.defer(() -> decisions.decide(fromHeader(request.getHeaders()), attempt(request, null))));
    }

    /** Nobody has to be a known service here; one that is has no limit on failures. */
    private @Nullable String caller(ServerHttpRequest request) {
        return callers == null ? null : callers.verify(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
    }

    private static Attempt attempt(ServerHttpRequest request, @Nullable String caller) {
        var origin = new Origin(request.getRemoteAddress(), request.getHeaders().getOrEmpty(Origin.HEADER));
        return new Attempt("verify", caller, origin);
    }

    private static Credential fromBody(ServerHttpRequest request, byte[] body) {
        JsonBody.requireJson(request);
        try {
            return JsonBody.parse(body, VerifyRequest.class).toCredential();
        } catch (IllegalArgumentException rule) {
            throw new ProblemException(RequestProblem.BAD_REQUEST, rule.getMessage() == null ? "" : rule.getMessage());
        }
    }

    private static Credential fromHeader(HttpHeaders headers) {
        return switch (AuthorizationHeader.read(headers.getOrEmpty(HttpHeaders.AUTHORIZATION))) {
            case AuthorizationHeader.Found(var credential) -> credential;
            case AuthorizationHeader.Missing _ -> throw AuthProblem.missing();
            case AuthorizationHeader.Ambiguous _ ->
                throw new ProblemException(RequestProblem.BAD_REQUEST, "There is more than one Authorization header.");
        };
    }

    private static Mono<ServerResponse> answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) ->
                ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Answer.of(identity));
            case Verdict.Rejected(var reason) -> Mono.error(AuthProblem.refused(reason));
            case Verdict.TooManyFailures(var retryAfter) -> Mono.error(AuthProblem.tooManyFailures(retryAfter));
            case Verdict.KeysUnavailable _ -> Mono.error(AuthProblem.keysUnavailable());
            case Verdict.GuardUnavailable _ -> Mono.error(AuthProblem.replayGuardUnavailable());
        };
    }

    /** The 200 of the contract. */
    record Answer(
            String userId,
            String method,
            @Nullable String bot,
            @Nullable String issuer,
            @Nullable Instant issuedAt,
            Instant expiresAt,
            TelegramUser user) {

        static Answer of(Identity identity) {
            return new Answer(
                    identity.userId(),
                    identity.method().name().toLowerCase(Locale.ROOT),
                    identity.bot(),
                    identity.issuer(),
                    identity.issuedAt(),
                    identity.expiresAt(),
                    identity.user());
        }
    }
}
