package dev.tigrit.auth.verify;

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
class VerifyRoutes {

    @Bean
    RouterFunction<ServerResponse> verify(Decisions decisions, Callers callers) {
        var endpoint = new VerifyEndpoint(decisions, callers);
        return RouterFunctions.route()
                .POST("/v1/verify", endpoint::verify)
                .route(RequestPredicates.path("/v1/verify"), Methods.only(HttpMethod.POST))
                .build();
    }
}
