package dev.tigrit.sessions.http;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.starter.http.Methods;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The addresses of what changes a session. */
@Configuration(proxyBeanMethods = false)
class SessionRoutes {

    private static final String CREATE = "/v1/sessions";
    private static final String EXTEND = "/v1/sessions/extend";
    private static final String ROTATE = "/v1/sessions/rotate";
    private static final String INVALIDATE = "/v1/sessions/invalidate";

    @Bean
    RouterFunction<ServerResponse> sessionRouter(
            CreateSession create, ExtendSession extend, RotateSession rotate, InvalidateSession invalidate) {
        return RouterFunctions.route()
                .POST(CREATE, create::handle)
                .POST(EXTEND, extend::handle)
                .POST(ROTATE, rotate::handle)
                .POST(INVALIDATE, invalidate::handle)
                .route(
                        path(CREATE).or(path(EXTEND)).or(path(ROTATE)).or(path(INVALIDATE)),
                        Methods.only(HttpMethod.POST))
                .build();
    }
}
