package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/**
 * Finds the user's credential in a request. With a body Authorization is the caller's own, so the body alone counts; without one
 * it is the user's.
 */
public final class PresentedCredential {

    /** A credential has at most 16 KB, and a form needs up to three characters for one of them, beside names and other members. */
    public static final int MAX_BODY = 64 * 1024;

    private PresentedCredential() {}

    /**
     * The parsed JSON body; empty without a body.
     *
     * @param meaning throws IllegalArgumentException when the members do not fit together; its message reaches the client
     */
    public static <B, T> Mono<T> inBody(ServerHttpRequest request, Class<B> type, Function<B, T> meaning) {
        return JsonBody.bytes(request, MAX_BODY).map(body -> {
            JsonBody.requireJson(request);
            try {
                return meaning.apply(JsonBody.parse(body, type));
            } catch (IllegalArgumentException rule) {
                var detail = rule.getMessage();
                throw new ProblemException(RequestProblem.BAD_REQUEST, detail == null ? "" : detail);
            }
        });
    }

    /** The credential in Authorization; fails with 401 when there is none. */
    public static Mono<Credential> inHeader(ServerHttpRequest request) {
        return Mono.fromSupplier(() -> switch (AuthorizationHeader.read(
                request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION))) {
            case AuthorizationHeader.Found(var credential) -> credential;
            case AuthorizationHeader.Missing _ -> throw AuthProblem.missing();
            case AuthorizationHeader.Ambiguous _ ->
                throw new ProblemException(RequestProblem.BAD_REQUEST, "There is more than one Authorization header.");
        });
    }
}
