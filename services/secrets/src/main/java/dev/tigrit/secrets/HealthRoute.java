package dev.tigrit.secrets;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.starter.http.Methods;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** {@code /health} of the main port: up while the process runs. Kubernetes asks the management port instead. */
@Configuration(proxyBeanMethods = false)
class HealthRoute {

    private static final Map<String, String> UP = Map.of("status", "up");

    @Bean
    RouterFunction<ServerResponse> health() {
        return RouterFunctions.route()
                .GET(
                        "/health",
                        _ -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(UP))
                .route(path("/health"), Methods.only(HttpMethod.GET))
                .build();
    }
}
