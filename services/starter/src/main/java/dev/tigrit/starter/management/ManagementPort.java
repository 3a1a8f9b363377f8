package dev.tigrit.starter.management;

import dev.tigrit.starter.limit.ConnectionLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** What makes the management port independent of the main port: probes are answered while that one is flooded. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
public class ManagementPort {

    /** The kubelet, a scraper or two and whoever looks at the docs. */
    private static final int MAX_CONNECTIONS = 64;

    private static final long MAX_ARRIVING = 4 * 1024 * 1024;

    private static final String API = "/docs/api";

    /** A stream of events has no end, and the page of the docs shows nothing before that. */
    private static final Duration MAX_STREAM = Duration.ofSeconds(3);

    /** By the name of the parent's, which it hides. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(() -> LoopResources.create("management", 1, true));
        return resources;
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementLimits(ObjectProvider<MeterRegistry> meters) {
        var limits =
                new ConnectionLimits(MAX_CONNECTIONS, 0, MAX_ARRIVING, ConnectionLimits.Deadlines.ofSmallRequests());
        meters.ifAvailable(registry -> limits.bindTo(registry, "management"));
        return factory -> factory.addServerCustomizers(limits::on);
    }

    /** {@code /docs/index.html}: the service's own openapi.yaml; what is tried there goes to the main port. */
    @Bean
    @ConditionalOnProperty("tigrit.docs")
    RouterFunction<ServerResponse> docs(Environment environment) {
        return RouterFunctions.route()
                .path(API, api -> api.route(_ -> true, request -> relay(request, environment)))
                .build()
                .and(RouterFunctions.resources(
                        "/docs/ui/**", new ClassPathResource("META-INF/resources/webjars/swagger-ui/5.32.0/")))
                .and(RouterFunctions.resources("/docs/**", new ClassPathResource("docs/")));
    }

    /** Of the page's own origin, so that the main port has to allow nothing to browsers. The ports are known once they are open. */
    private static Mono<ServerResponse> relay(ServerRequest request, Environment environment) {
        var main = "http://localhost:" + environment.getProperty("local.server.port");
        var page = "http://localhost:" + environment.getProperty("local.management.port");
        var target = request.uri().toString();
        return WebClient.create()
                .method(request.method())
                .uri(URI.create(main + target.substring(target.indexOf(API) + API.length())))
                .headers(headers -> {
                    headers.addAll(request.headers().asHttpHeaders());
                    headers.remove(HttpHeaders.HOST);
                    // This page stands for the one that belongs to the API; a foreign page stays one.
                    if (page.equals(headers.getOrigin())) {
                        headers.setOrigin(main);
                    }
                })
                .body(request.bodyToFlux(DataBuffer.class), DataBuffer.class)
                .retrieve()
                .onStatus(_ -> true, _ -> Mono.empty())
                .toEntityFlux(DataBuffer.class)
                .flatMap(answer -> ServerResponse.status(answer.getStatusCode())
                        .headers(headers -> {
                            headers.addAll(answer.getHeaders());
                            headers.remove(HttpHeaders.TRANSFER_ENCODING);
                        })
                        .body(
                                Mono.justOrEmpty(answer.getBody()).flatMapMany(body -> body.take(MAX_STREAM)),
                                DataBuffer.class));
    }

    @Bean
    static BeanPostProcessor ownRoutes(ApplicationContext context) {
        return new OwnRoutes(context);
    }

    /**
     * The management context is a child of the application's, and looks for routes and filters in both: without this the whole API is
     * served on the management port, in plain HTTP. Only the routes that are defined in the child are kept, and no filter.
     */
    private record OwnRoutes(ApplicationContext context) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return switch (bean) {
                case RouterFunctionMapping inherited -> ownRoutes(inherited.getOrder());
                case HttpHandler _ ->
                    WebHttpHandlerBuilder.applicationContext(context)
                            .filters(List::clear)
                            .build();
                default -> bean;
            };
        }

        private RouterFunctionMapping ownRoutes(int order) {
            RouterFunction<?> routes = _ -> Mono.empty();
            // Of this context alone.
            for (var own : context.getBeanNamesForType(RouterFunction.class)) {
                routes = routes.andOther((RouterFunction<?>) context.getBean(own));
            }
            var mapping = new RouterFunctionMapping(routes);
            mapping.setOrder(order);
            // Given its routes it has nothing to look for.
            mapping.setMessageReaders(ServerCodecConfigurer.create().getReaders());
            RouterFunctions.changeParser(routes, mapping.getPathPatternParser());
            return mapping;
        }
    }
}
