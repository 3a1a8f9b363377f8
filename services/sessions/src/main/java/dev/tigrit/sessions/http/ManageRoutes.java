package dev.tigrit.sessions.http;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.starter.http.Methods;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The addresses of a session by its id and of a user's sessions. */
@Configuration(proxyBeanMethods = false)
class ManageRoutes {

    static final String USER_ID = "user_id";
    static final String SESSION_ID = "session_id";

    /** No other address below {@code /v1/sessions} is as long as an id. */
    private static final String ONE = "/v1/sessions/{" + SESSION_ID + ":[A-Za-z0-9_-]{43}}";

    private static final String OF_USER = "/v1/users/{" + USER_ID + "}/sessions";

    @Bean
    RouterFunction<ServerResponse> manageRouter(SessionsOfUser ofUser, EndSession end) {
        return RouterFunctions.route()
                .DELETE(ONE, end::handle)
                .route(path(ONE), Methods.only(HttpMethod.DELETE))
                .GET(OF_USER, ofUser::list)
                .DELETE(OF_USER, ofUser::endAll)
                .route(path(OF_USER), Methods.only(HttpMethod.GET, HttpMethod.DELETE))
                .build();
    }
}
