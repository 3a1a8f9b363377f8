package dev.tigrit.gamebackend.signin;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Lets a request that changes something through only from the page itself: browsers name the origin with each of those (Fetch
 * standard, section 3.2), and a page cannot forge it.
 */
@Component
public final class SameOrigin {

    private final Properties properties;

    SameOrigin(Properties properties) {
        this.properties = properties;
    }

    public HandlerFilterFunction<ServerResponse, ServerResponse> filter() {
        return (request, next) -> isOwn(request)
                ? next.handle(request)
                : Mono.error(new ProblemException(
                        RequestProblem.FORBIDDEN, "The request does not come from this site's own page."));
    }

    private boolean isOwn(ServerRequest request) {
        var headers = request.headers().asHttpHeaders();
        var origins = headers.getOrEmpty(HttpHeaders.ORIGIN);
        if (origins.size() != 1) {
            return false;
        }
        var origin = origins.getFirst();
        return properties.origins().isEmpty()
                ? isSameHost(origin, headers.getFirst(HttpHeaders.HOST))
                : properties.origins().contains(origin);
    }

    /** Host and port only: before the Ingress it is https, here it may be http. */
    private static boolean isSameHost(String origin, @Nullable String host) {
        try {
            var authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** @param origins of the page, as {@code https://game.example}; when empty, whatever host the request names */
    @ConfigurationProperties("game")
    record Properties(@DefaultValue Set<String> origins) {}
}
