package dev.tigrit.auth.ensureuser;

import dev.tigrit.auth.client.gamebackend.GameBackendClient;
import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.Methods;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class EnsureUserRoutes {

    @Bean
    RouterFunction<ServerResponse> ensureUser(Decisions decisions, Callers callers, GameBackendClient game) {
        var endpoint = new EnsureUserEndpoint(decisions, callers, game);
        return RouterFunctions.route()
                .POST("/v1/ensure-user", endpoint::ensureUser)
                .route(RequestPredicates.path("/v1/ensure-user"), Methods.only(HttpMethod.POST))
                .build();
    }
}
