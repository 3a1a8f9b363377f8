package dev.tigrit.gamebackend.signin;

import dev.tigrit.gamebackend.browser.SameOrigin;
import dev.tigrit.starter.http.Methods;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class SignInRoutes {

    @Bean
    RouterFunction<ServerResponse> signIn(SignInEndpoint endpoint, SameOrigin sameOrigin) {
        return RouterFunctions.route()
                .POST("/v1/sign-in", endpoint::signIn)
                .POST("/v1/sign-out", endpoint::signOut)
                .filter(sameOrigin.filter())
                .build()
                .and(RouterFunctions.route(
                        RequestPredicates.path("/v1/sign-in").or(RequestPredicates.path("/v1/sign-out")),
                        Methods.only(HttpMethod.POST)));
    }
}
