package dev.tigrit.sessions.health;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.sessions.SessionProblem;
import dev.tigrit.starter.http.Methods;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /health}: public, and only about the store. */
@Configuration(proxyBeanMethods = false)
class HealthRoutes {

    private static final String PATH = "/health";
    private static final byte[] UP = "{\"status\":\"up\"}".getBytes(StandardCharsets.US_ASCII);

    @Bean
    RouterFunction<ServerResponse> healthRouter(StoreProbe store) {
        return RouterFunctions.route()
                .GET(PATH, _ -> store.answers().flatMap(HealthRoutes::answer))
                .route(path(PATH), Methods.only(HttpMethod.GET))
                .build();
    }

    private static Mono<ServerResponse> answer(boolean up) {
        return up
                ? ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(UP)
                : Mono.error(SessionProblem.STORE_UNAVAILABLE.exception());
    }
}
