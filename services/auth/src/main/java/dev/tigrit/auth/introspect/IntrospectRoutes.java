package dev.tigrit.auth.introspect;

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
class IntrospectRoutes {

    @Bean
    RouterFunction<ServerResponse> introspect(Decisions decisions, Callers callers) {
        var endpoint = new IntrospectEndpoint(decisions, callers);
        return RouterFunctions.route()
                .POST("/v1/introspect", endpoint::introspect)
                .route(RequestPredicates.path("/v1/introspect"), Methods.only(HttpMethod.POST))
                .build();
    }
}
