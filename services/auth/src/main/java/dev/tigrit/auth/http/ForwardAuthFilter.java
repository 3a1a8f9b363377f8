package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.http.GatewayPath;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers whatever comes below the path, before any router looks at it: a router would refuse methods, encoded slashes or CORS
 * preflights by rules of its own. The body is not read.
 */
final class ForwardAuthFilter implements WebFilter, Ordered {

    static final String PREFIX = "/v1/forward-auth";

    private final GatewayPath path;
    private final Decisions decisions;
    private final ForwardAuthProperties properties;

    ForwardAuthFilter(GatewayPath path, Decisions decisions, ForwardAuthProperties properties) {
        this.path = path;
        this.decisions = decisions;
        this.properties = properties;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        if (!path.covers(request.getPath().value())) {
            return chain.filter(exchange);
        }
        ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .ifPresent(context -> context.setPathPattern(PREFIX));
        exchange.getResponse().getHeaders().setCacheControl("no-store");
        return switch (GatewayCredential.read(request.getHeaders())) {
            case AuthorizationHeader.Found(var credential) ->
                decisions
                        .decide(credential, "forward-auth", null)
                        .flatMap(verdict -> answer(verdict, exchange.getResponse()));
            case AuthorizationHeader.Missing _ -> Mono.error(AuthProblem.missing());
            // Elsewhere 400; a gateway understands 401 only.
            case AuthorizationHeader.Ambiguous _ -> Mono.error(AuthProblem.refused(Reason.MALFORMED));
        };
    }

    private Mono<Void> answer(Verdict verdict, ServerHttpResponse response) {
        return switch (verdict) {
            case Verdict.Accepted(var identity) -> letThrough(identity, response);
            case Verdict.Refused refused -> Mono.error(AuthProblem.of(refused));
        };
    }

    private Mono<Void> letThrough(Identity identity, ServerHttpResponse response) {
        if (!properties.allows(identity.method())) {
            return Mono.error(AuthProblem.IDENTITY_NOT_ALLOWED.exception());
        }
        IdentityHeaders.write(identity, response.getHeaders());
        response.getHeaders().setContentLength(0);
        return response.setComplete();
    }
}
