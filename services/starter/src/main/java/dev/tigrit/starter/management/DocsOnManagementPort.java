package dev.tigrit.starter.management;

import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code /docs/index.html} on the management port when {@code tigrit.docs} is true: the service's own openapi.yaml. What one tries
 * there goes to the main port, which {@code /docs/server.json} names.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnProperty("tigrit.docs")
public class DocsOnManagementPort {

    @Bean
    RouterFunction<ServerResponse> docs(Environment environment) {
        return RouterFunctions.route()
                .GET(
                        "/docs/server.json",
                        _ -> ServerResponse.ok()
                                .bodyValue(Map.of(
                                        "url", "http://localhost:" + environment.getProperty("local.server.port"))))
                .build()
                .and(RouterFunctions.resources(
                        "/docs/ui/**", new ClassPathResource("META-INF/resources/webjars/swagger-ui/5.32.0/")))
                .and(RouterFunctions.resources("/docs/**", new ClassPathResource("docs/")));
    }
}
