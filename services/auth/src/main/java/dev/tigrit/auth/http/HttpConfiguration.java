package dev.tigrit.auth.http;

import dev.tigrit.auth.client.gamebackend.GameBackendClient;
import dev.tigrit.auth.decision.Audit;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.auth.keys.AuthKeys;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.direct.DirectCall;
import dev.tigrit.starter.http.Methods;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes of services/auth/openapi.yaml, and who may call them in a service's own name. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    private static final Logger log = LoggerFactory.getLogger(HttpConfiguration.class);

    @Bean
    Callers callers(HttpProperties properties, AuthKeys keys, ServiceAccountTokens tokens, Clock clock) {
        if (!keys.mayProveCallers() && !tokens.areConfigured()) {
            log.atWarn()
                    .addKeyValue("keys", "INTERNAL_API_SECRET, tigrit.trust.directory")
                    .log("neither is set, calls in a service's own name answer 401");
        }
        return new Callers(new CallerVerifier(keys.callers(), tokens::verify, clock), properties.callers());
    }

    @Bean
    DirectCall verify(Decisions decisions, Callers callers) {
        return new DirectCall(
                "POST", "/v1/verify", PresentedCredential.MAX_BODY, new VerifyEndpoint(decisions, callers)::verify);
    }

    @Bean
    DirectCall forwardAuth(Decisions decisions, HttpProperties properties) {
        return new DirectCall(
                null, "/v1/forward-auth", 0, new ForwardAuthEndpoint(decisions, properties.forwardAuth())::answer);
    }

    @Bean
    RouterFunction<ServerResponse> ensureUser(
            Decisions decisions, Callers callers, GameBackendClient game, Audit audit) {
        return Methods.route(
                HttpMethod.POST,
                "/v1/ensure-user",
                new EnsureUserEndpoint(decisions, callers, game, audit)::ensureUser);
    }

    @Bean
    RouterFunction<ServerResponse> introspect(Decisions decisions, Callers callers) {
        return Methods.route(HttpMethod.POST, "/v1/introspect", new IntrospectEndpoint(decisions, callers)::introspect);
    }
}
