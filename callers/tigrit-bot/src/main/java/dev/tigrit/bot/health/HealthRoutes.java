package dev.tigrit.bot.health;

import dev.tigrit.starter.http.Methods;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Up while the process runs: the database is a matter of readiness, on the management port. */
@Configuration(proxyBeanMethods = false)
class HealthRoutes {

    @Bean
    RouterFunction<ServerResponse> health() {
        return RouterFunctions.route()
                .GET(
                        "/health",
                        _ -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(Map.of("status", "up")))
                .route(RequestPredicates.path("/health"), Methods.only(HttpMethod.GET))
                .build();
    }
}
