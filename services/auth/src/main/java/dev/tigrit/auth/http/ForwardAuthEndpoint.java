package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.http.HeaderText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Checks the credential of a request that a gateway has; its body is not read. */
final class ForwardAuthEndpoint {

    static final String PREFIX = "/v1/forward-auth";

    /** For gateways that keep Authorization for themselves. */
    private static final String INIT_DATA = "X-Telegram-Init-Data";

    private final Decisions decisions;
    private final HttpProperties.ForwardAuth rules;

    ForwardAuthEndpoint(Decisions decisions, HttpProperties.ForwardAuth rules) {
        this.decisions = decisions;
        this.rules = rules;
    }

    Mono<Void> answer(ServerWebExchange exchange) {
        return switch (credential(exchange.getRequest().getHeaders())) {
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
        if (!rules.allows(identity.method())) {
            return Mono.error(AuthProblem.IDENTITY_NOT_ALLOWED.exception());
        }
        write(identity, response.getHeaders());
        response.getHeaders().setContentLength(0);
        return response.setComplete();
    }

    /** Two credentials that differ are ambiguous: who set which is not known. */
    private static AuthorizationHeader credential(HttpHeaders headers) {
        var authorization = AuthorizationHeader.read(headers.getOrEmpty(HttpHeaders.AUTHORIZATION));
        var initData = headers.getOrEmpty(INIT_DATA);
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
     * Writes all headers, empty when unknown: several gateways replace only what the answer has, and a client may have sent one of its
     * own.
     */
    private static void write(Identity identity, HttpHeaders headers) {
        headers.set("X-User-Id", HeaderText.encode(identity.userId()));
        headers.set("X-Auth-Method", IdentityAnswer.name(identity.method()));
        headers.set("X-Auth-Bot", encode(identity.bot()));
        headers.set("X-Auth-Issuer", encode(identity.issuer()));
    }

    private static String encode(@Nullable String value) {
        return value == null ? "" : HeaderText.encode(value);
    }
}
