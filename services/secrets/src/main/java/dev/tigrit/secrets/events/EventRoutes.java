package dev.tigrit.secrets.events;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.secrets.caller.Callers;
import dev.tigrit.starter.http.Methods;
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

    private final EventStreams streams;
    private final Callers callers;

    EventRoutes(EventStreams streams, Callers callers) {
        this.streams = streams;
        this.callers = callers;
    }

    @Bean
    RouterFunction<ServerResponse> events() {
        return RouterFunctions.route()
                .GET("/v1/events", this::open)
                .route(path("/v1/events"), Methods.only(HttpMethod.GET))
                .build();
    }

    private Mono<ServerResponse> open(ServerRequest request) {
        var caller = callers.require(request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .body(BodyInserters.fromServerSentEvents(streams.open(caller)));
    }
}
