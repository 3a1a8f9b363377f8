package dev.tigrit.starter.http;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A functional route answers 404 to a method that it does not know; this makes it the 405 of RFC 9110 section 15.5.6. */
public final class Methods {

    private Methods() {}

    /** A route of its own for the one method of an address. */
    public static RouterFunction<ServerResponse> route(
            HttpMethod method, String path, HandlerFunction<ServerResponse> handler) {
        return RouterFunctions.route(RequestPredicates.method(method).and(RequestPredicates.path(path)), handler)
                .andRoute(RequestPredicates.path(path), only(method));
    }

    /** @return the last route of an address, for every method but those */
    public static HandlerFunction<ServerResponse> only(HttpMethod... allowed) {
        var headers = new HttpHeaders();
        headers.setAllow(Set.of(allowed));
        return _ -> Mono.error(() -> new ProblemException(
                RequestProblem.METHOD_NOT_ALLOWED, RequestProblem.METHOD_NOT_ALLOWED.title() + ".", headers));
    }
}
