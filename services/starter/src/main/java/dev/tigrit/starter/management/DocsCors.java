package dev.tigrit.starter.management;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;

/** Lets the docs page, whose origin is the management port, call the main port; nobody else, and only where the docs are on. */
@AutoConfiguration
@ConditionalOnProperty("tigrit.docs")
class DocsCors {

    @Bean
    CorsWebFilter docsCorsFilter(Environment environment) {
        return new CorsWebFilter(_ -> {
            var cors = new CorsConfiguration();
            cors.setAllowedOrigins(List.of(LocalAddress.ofManagementPort(environment)));
            cors.setAllowedMethods(List.of(CorsConfiguration.ALL));
            cors.setAllowedHeaders(List.of(CorsConfiguration.ALL));
            cors.setExposedHeaders(List.of(CorsConfiguration.ALL));
            return cors;
        });
    }
}
