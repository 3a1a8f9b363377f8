package dev.tigrit.bench.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.session.data.redis.config.annotation.web.server.EnableRedisIndexedWebSession;
import org.springframework.session.data.redis.config.annotation.web.server.EnableRedisWebSession;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.session.HeaderWebSessionIdResolver;
import org.springframework.web.server.session.WebSessionIdResolver;

/** Spring Session on Redis; the profile chooses the repository, {@code simple} (Spring's default) or {@code indexed}. */
// No scan: it would find the other application.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({SessionApplication.Simple.class, SessionApplication.Indexed.class})
public class SessionApplication {

    private static final String HEADER = "X-Session";

    public static void main(String[] arguments) {
        SpringApplication.run(SessionApplication.class, arguments);
    }

    @Bean
    WebSessionIdResolver header() {
        var resolver = new HeaderWebSessionIdResolver();
        resolver.setHeaderName(HEADER);
        return resolver;
    }

    @Bean
    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/ready", request -> ServerResponse.ok().build())
                .POST(
                        "/create",
                        request -> request.session().flatMap(session -> {
                            session.getAttributes().put("role", "player");
                            return ServerResponse.status(201).bodyValue(session.getId());
                        }))
                .POST(
                        "/touch",
                        request -> request.session()
                                .flatMap(session -> session.getAttribute("role") == null
                                        ? ServerResponse.status(401).build()
                                        : ServerResponse.ok().bodyValue(session.getId())))
                .POST(
                        "/invalidate",
                        request -> request.session()
                                .flatMap(session -> session.invalidate()
                                        .then(ServerResponse.noContent().build())))
                .build();
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("simple")
    @EnableRedisWebSession
    static class Simple {}

    @Configuration(proxyBeanMethods = false)
    @Profile("indexed")
    @EnableRedisIndexedWebSession
    static class Indexed {}
}
