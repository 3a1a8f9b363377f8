package dev.tigrit.api.interactions;

import dev.tigrit.api.person.Persons;
import dev.tigrit.api.store.Interactions;
import dev.tigrit.starter.http.Methods;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
record InteractionsRoutes(Persons persons, Interactions interactions) {

    private static final String PATH = "/v1/interactions";

    @Bean
    RouterFunction<ServerResponse> ownInteractions() {
        return Methods.route(HttpMethod.GET, PATH, this::page);
    }

    private Mono<ServerResponse> page(ServerRequest request) {
        return persons.require(request.headers().asHttpHeaders())
                .flatMap(userId -> page(userId, PageRequest.of(request.queryParams())))
                .flatMap(page -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(page));
    }

    private Mono<Page> page(String userId, PageRequest wanted) {
        return interactions
                .page(userId, wanted.before(), wanted.limit() + 1)
                .map(found -> Page.of(found, wanted.limit()));
    }
}
