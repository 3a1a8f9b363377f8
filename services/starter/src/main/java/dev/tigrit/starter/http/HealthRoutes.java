package dev.tigrit.starter.http;

import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /health} of the main port: public, and up while the process runs. Kubernetes asks the management port instead. */
@AutoConfiguration
class HealthRoutes {

    private static final byte[] UP = "{\"status\":\"up\"}".getBytes(StandardCharsets.US_ASCII);

    @Bean
    RouterFunction<ServerResponse> health(ObjectProvider<HealthCheck> check) {
        var needed = check.getIfAvailable(() -> Mono::empty);
        return Methods.route(HttpMethod.GET, "/health", _ -> needed.check().then(Mono.defer(HealthRoutes::up)));
    }

    private static Mono<ServerResponse> up() {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(UP);
    }
}
