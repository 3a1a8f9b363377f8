package dev.tigrit.starter.management;

import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;

/**
 * The management context is a child of the application's, and looks for routes and filters in both: without this the whole API is
 * served on the management port, in plain HTTP. Only the routes that are defined in the child are kept, and no filter.
 */
final class OwnRoutes implements BeanPostProcessor {

    private final ApplicationContext context;

    OwnRoutes(ApplicationContext context) {
        this.context = context;
    }

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
