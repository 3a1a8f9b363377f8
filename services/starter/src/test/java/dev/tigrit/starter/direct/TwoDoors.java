package dev.tigrit.starter.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** A server with direct calls, slow ones among them, and ordinary ones. What WebFlux answers says so in a header. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TwoDoors {

    static final String OF_WEBFLUX = "X-Door";
    static final int LIMIT = 64;
    static final int LARGE = 1024 * 1024;

    private static final byte[] NOTHING = {};

    /** The slow direct calls that wait for their answer, in order. */
    private final Queue<CompletableFuture<Answer>> slow = new ConcurrentLinkedQueue<>();

    static ConfigurableApplicationContext start() {
        return start(_ -> {});
    }

    static ConfigurableApplicationContext startWithoutDirectDoor() {
        return start(beans -> ((BeanDefinitionRegistry) beans).removeBeanDefinition("directDoorOfTheMainPort"));
    }

    private static ConfigurableApplicationContext start(BeanFactoryPostProcessor change) {
        return new SpringApplicationBuilder(TwoDoors.class)
                .initializers(context -> context.addBeanFactoryPostProcessor(change))
                .run(
                        "--spring.config.import=classpath:service-defaults.yaml",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.application.name=doors");
    }

    static Answer answer(String text) {
        return new Answer(200, List.of(new Field("Content-Type", "text/plain")), text.getBytes(UTF_8));
    }

    Queue<CompletableFuture<Answer>> slow() {
        return slow;
    }

    /** Of its own: one server that ends must not end the loops of another. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }

    @Bean
    DirectCall thing() {
        return new DirectCall("GET", "/v1/things/{name}", 0, this::thing);
    }

    private CompletionStage<Answer> thing(Request request) {
        return switch (request.segment()) {
            case "slow" -> {
                var answer = new CompletableFuture<Answer>();
                slow.add(answer);
                yield answer;
            }
            case "large" ->
                CompletableFuture.completedFuture(
                        new Answer(200, List.of(new Field("Content-Type", "text/plain")), new byte[LARGE]));
            case "held" ->
                CompletableFuture.completedFuture(new Answer(304, List.of(new Field("ETag", "\"1\"")), NOTHING));
            case "refused" -> throw ProblemException.unauthenticated(request.field("Authorization") != null);
            case "late" -> CompletableFuture.failedFuture(ProblemException.unavailable(RequestProblem.OVERLOADED));
            case "empty" -> CompletableFuture.completedFuture(null);
            case "broken" -> throw new IllegalStateException("a secret detail");
            default -> CompletableFuture.completedFuture(answer(request.segment() + " " + request.field("X-Echo")));
        };
    }

    @Bean
    DirectCall echo() {
        return new DirectCall(
                "POST",
                "/v1/echo",
                LIMIT,
                request -> CompletableFuture.completedFuture(answer(new String(request.body(), UTF_8))));
    }

    @Bean
    DirectCall gate() {
        return new DirectCall(
                null,
                "/v1/gate",
                0,
                request -> CompletableFuture.completedFuture(
                        new Answer(200, List.of(new Field("X-User", "" + request.field("Cookie"))), NOTHING)));
    }

    @Bean
    RouterFunction<ServerResponse> ordinary() {
        return RouterFunctions.route()
                .GET("/ordinary", _ -> ServerResponse.ok().bodyValue("ordinary"))
                .POST(
                        "/ordinary",
                        request -> ServerResponse.ok()
                                .body(request.bodyToMono(String.class).map(body -> "ordinary " + body), String.class))
                .build();
    }

    @Bean
    WebFilter door() {
        return (exchange, chain) -> Mono.defer(() -> {
            exchange.getResponse().getHeaders().set(OF_WEBFLUX, "webflux");
            return chain.filter(exchange);
        });
    }
}
