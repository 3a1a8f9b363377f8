package dev.tigrit.gamebackend.me;

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
class MeRoutes {

    private static final String PROFILE = "/v1/me";
    private static final String DEVICES = "/v1/me/sessions";
    private static final String DEVICE = "/v1/me/sessions/{sessionId}";
    private static final String OTHERS = "/v1/me/sessions/others";

    @Bean
    RouterFunction<ServerResponse> me(MeEndpoint endpoint, SameOrigin sameOrigin) {
        var changing = RouterFunctions.route()
                .DELETE(OTHERS, endpoint::endOthers)
                .DELETE(DEVICE, endpoint::endOne)
                .filter(sameOrigin.filter())
                .build();
        return RouterFunctions.route()
                .GET(PROFILE, endpoint::profile)
                .GET(DEVICES, endpoint::devices)
                .add(changing)
                .route(
                        RequestPredicates.path(PROFILE).or(RequestPredicates.path(DEVICES)),
                        Methods.only(HttpMethod.GET))
                .route(RequestPredicates.path(DEVICE), Methods.only(HttpMethod.DELETE))
                .build();
    }
}
