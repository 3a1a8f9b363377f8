package dev.tigrit.starter.direct;

import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.log.RequestNames;
import dev.tigrit.starter.problem.ProblemHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Both doors of every {@link DirectCall}, at the main port alone. */
@AutoConfiguration
@ConditionalOnBean(DirectCall.class)
class DirectDoor {

    static final String NO_ANSWER = "a direct call gave no answer";

    @Bean
    DirectCalls directCalls(
            ObjectProvider<DirectCall> calls, ProblemHandler problems, ObjectProvider<MeterRegistry> meters) {
        return new DirectCalls(calls.stream(), problems, meters.getIfAvailable(CompositeMeterRegistry::new));
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> directDoorOfTheMainPort(
            DirectCalls direct, ObjectProvider<DirectCall> calls) {
        return factory -> {
            calls.stream()
                    .filter(DirectDoor::isOfGateways)
                    .forEach(call -> factory.addServerCustomizers(new GatewayPath(call.path())));
            factory.addServerCustomizers(direct::on);
        };
    }

    @Bean
    RouterFunction<ServerResponse> directRoutes(ObjectProvider<DirectCall> calls) {
        return calls.stream()
                .filter(call -> !isOfGateways(call))
                .map(DirectDoor::route)
                .reduce(_ -> Mono.empty(), RouterFunction::and);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter gatewayCalls(ObjectProvider<DirectCall> calls) {
        return calls.stream()
                .filter(DirectDoor::isOfGateways)
                .map(DirectDoor::filter)
                .reduce((exchange, chain) -> chain.filter(exchange), DirectDoor::then);
    }

    private static boolean isOfGateways(DirectCall call) {
        return call.method() == null;
    }

    private static RouterFunction<ServerResponse> route(DirectCall call) {
        var method = HttpMethod.valueOf(Objects.requireNonNull(call.method()));
        return Methods.route(method, call.path(), request -> answer(request, call));
    }

    private static Mono<ServerResponse> answer(ServerRequest request, DirectCall call) {
        var http = request.exchange().getRequest();
        var segment = String.join("", request.pathVariables().values());
        var body = call.maxBody() == 0
                ? Mono.just(DirectCall.NO_BODY)
                : JsonBody.bytes(http, call.maxBody()).defaultIfEmpty(DirectCall.NO_BODY);
        return body.flatMap(bytes -> ask(call, http, segment, bytes))
                .flatMap(answer -> ServerResponse.status(answer.status())
                        .build((exchange, _) -> write(exchange.getResponse(), answer)));
    }

    private static WebFilter filter(DirectCall call) {
        return new GatewayPath(call.path())
                .toFilter(exchange -> ask(call, exchange.getRequest(), "", DirectCall.NO_BODY)
                        .flatMap(answer -> {
                            exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(answer.status()));
                            return write(exchange.getResponse(), answer);
                        }));
    }

    private static WebFilter then(WebFilter first, WebFilter second) {
        return (exchange, chain) -> first.filter(exchange, passed -> second.filter(passed, chain));
    }

    private static Mono<Answer> ask(DirectCall call, ServerHttpRequest http, String segment, byte[] body) {
        return Mono.<Answer>fromCompletionStage(() -> RequestNames.during(
                        http.getHeaders()::getOrEmpty,
                        () -> call.handler().apply(new Request(segment, http.getHeaders()::getOrEmpty, body))))
                // A gateway takes an empty 200 as consent.
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(NO_ANSWER)));
    }

    /** Straight to the connection: no codec is looked for, and Spring's own If-None-Match check, without audit, is not met. */
    private static Mono<Void> write(ServerHttpResponse response, Answer answer) {
        var headers = response.getHeaders();
        for (var field : answer.fields()) {
            headers.add(field.name().toString(), field.value());
        }
        if (answer.body().length == 0) {
            if (answer.status() != 304) {
                headers.setContentLength(0);
            }
            return response.setComplete();
        }
        headers.setContentLength(answer.body().length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
    }
}
