package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user's credential in a request. With a body Authorization is the caller's own, so the body alone counts; without one
 * it is the user's.
 */
final class PresentedCredential {

    /** A credential has at most 16 KB, and a form needs up to three characters for one of them, beside names and other members. */
    static final int MAX_BODY = 64 * 1024;

    private PresentedCredential() {}

    /**
     * What a JSON body says.
     *
     * @param meaning throws IllegalArgumentException when the members do not fit together; its message reaches the client
     */
    static <B, T> T inBody(byte[] body, @Nullable String contentType, Class<B> type, Function<B, T> meaning) {
        JsonBody.requireJson(contentType);
        try {
            return meaning.apply(JsonBody.parse(body, type));
        } catch (IllegalArgumentException rule) {
            var detail = rule.getMessage();
            throw new ProblemException(RequestProblem.BAD_REQUEST, detail == null ? "" : detail);
        }
    }

    /**
     * The credential in Authorization.
     *
     * @throws ProblemException 401 when there is none
     */
    static Credential inHeader(List<String> authorization) {
        return switch (AuthorizationHeader.read(authorization)) {
            case AuthorizationHeader.Found(var credential) -> credential;
            case AuthorizationHeader.Missing _ -> throw AuthProblem.missing();
            case AuthorizationHeader.Ambiguous _ ->
                throw new ProblemException(RequestProblem.BAD_REQUEST, "There is more than one Authorization header.");
        };
    }
}
