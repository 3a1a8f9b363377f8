package dev.tigrit.secrets.events;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.starter.http.EventStreams;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /v1/events}. */
@Configuration(proxyBeanMethods = false)
class EventRoutes {

    /** Below the idle time-outs of proxies, and of the server itself. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    @Bean
    EventStreams eventStreams() {
        return new EventStreams(HEARTBEAT);
    }

    @Bean
    RouterFunction<ServerResponse> events(SecretEvents events) {
        return RouterFunctions.route()
                .GET("/v1/events", request -> open(request, events))
                .route(path("/v1/events"), Methods.only(HttpMethod.GET))
                .build();
    }

    private static Mono<ServerResponse> open(ServerRequest request, SecretEvents events) {
        var authorization = request.headers().header(HttpHeaders.AUTHORIZATION);
        var stream = events.open(authorization.size() == 1 ? authorization.getFirst() : null);
        return stream == null
                ? Mono.error(ProblemException.unauthenticated(!authorization.isEmpty()))
                : ServerResponse.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .body(BodyInserters.fromServerSentEvents(stream));
    }
}
