package dev.tigrit.auth.verify;

import dev.tigrit.auth.credential.AuthorizationHeader;
import dev.tigrit.auth.credential.Credential;
import dev.tigrit.auth.decision.Attempt;
import dev.tigrit.auth.decision.AuthProblem;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
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

    private static final Attempt ATTEMPT = new Attempt("verify", null);

    private final Decisions decisions;

    VerifyEndpoint(Decisions decisions) {
        this.decisions = decisions;
    }

    Mono<ServerResponse> verify(ServerRequest request) {
        return credential(request.exchange().getRequest())
                .flatMap(credential -> decisions.decide(credential, ATTEMPT))
                .flatMap(VerifyEndpoint::answer);
    }

    /** With a body Authorization is the caller's own, so the body alone counts; without one it is the user's. */
    private static Mono<Credential> credential(ServerHttpRequest request) {
        return JsonBody.bytes(request, MAX_BODY)
                .map(body -> fromBody(request, body))
                .switchIfEmpty(Mono.fromSupplier(() -> fromHeader(request.getHeaders())));
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
            case Verdict.KeysUnavailable _ -> Mono.error(AuthProblem.keysUnavailable());
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
