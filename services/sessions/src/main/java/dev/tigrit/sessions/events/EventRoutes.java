package dev.tigrit.sessions.events;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.session.CallerOperation;
import dev.tigrit.sessions.store.RevocationFeed;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.sse.EventStreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /v1/events}, for callers with the permission {@code events}. */
@Configuration(proxyBeanMethods = false)
class EventRoutes {

    private static final String PATH = "/v1/events";

    @Bean
    EventStreams eventStreams(EventsProperties properties) {
        return new EventStreams(properties.heartbeat());
    }

    @Bean
    RouterFunction<ServerResponse> eventRouter(
            EventStreams streams, RevocationFeed feed, Callers callers, Audit audit) {
        return RouterFunctions.route()
                .GET(PATH, request -> open(request, streams, feed, callers, audit))
                .route(path(PATH), Methods.only(HttpMethod.GET))
                .build();
    }

    private static Mono<ServerResponse> open(
            ServerRequest request, EventStreams streams, RevocationFeed feed, Callers callers, Audit audit) {
        var headers = request.headers().asHttpHeaders();
        var caller = callers.require(headers, CallerOperation.EVENTS);
        audit.of(Operation.EVENTS, caller).succeeded();
        var events = feed.follow().concatMapIterable(RevocationEvents::of, 1);
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                // A proof that has run out, or whose key was replaced, ends the stream that it opened.
                .body(BodyInserters.fromServerSentEvents(
                        streams.open(caller, events, () -> caller.equals(callers.find(headers)))));
    }
}
