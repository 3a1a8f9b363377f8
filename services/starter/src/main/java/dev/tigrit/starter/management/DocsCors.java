package dev.tigrit.starter.management;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.WebFilter;

/** Lets the docs page, whose origin is the management port, call the main port; nobody else, and only where the docs are on. */
@AutoConfiguration
@ConditionalOnProperty("tigrit.docs")
class DocsCors {

    /** Only for the page of the docs: requests of other origins are served as they are without it. */
    @Bean
    WebFilter docsCorsFilter(Environment environment) {
        var filter = new CorsWebFilter(_ -> {
            var cors = new CorsConfiguration();
            cors.setAllowedOrigins(List.of(page(environment)));
            cors.setAllowedMethods(List.of(CorsConfiguration.ALL));
            cors.setAllowedHeaders(List.of(CorsConfiguration.ALL));
            cors.setExposedHeaders(List.of(CorsConfiguration.ALL));
            return cors;
        });
        return (exchange, chain) ->
                page(environment).equals(exchange.getRequest().getHeaders().getOrigin())
                        ? filter.filter(exchange, chain)
                        : chain.filter(exchange);
    }

    /** Known once the port is open. */
    private static String page(Environment environment) {
        return "http://localhost:" + environment.getProperty("local.management.port");
    }
}
