package dev.tigrit.starter;

import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.http.DroppedErrors;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.limit.ConnectionLimits;
import dev.tigrit.starter.log.LogQueue;
import dev.tigrit.starter.log.RequestNames;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.starter.problem.ProblemHandler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.server.WebFilter;
import tools.jackson.databind.json.JsonMapper;

/** The beans that each service gets by having the starter on its class path. */
@AutoConfiguration
@Import(RequestNames.class)
@EnableConfigurationProperties({
    StarterAutoConfiguration.ConfigMapProperties.class,
    ConnectionLimits.Properties.class,
    ServiceAccountTokens.Properties.class
})
class StarterAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    EnvironmentKeys environmentKeys(ConfigurableEnvironment environment) {
        return new EnvironmentKeys(environment);
    }

    @Bean
    BackgroundLoops backgroundLoops() {
        return new BackgroundLoops();
    }

    @Bean
    ServiceAccountTokens serviceAccountTokens(
            ServiceAccountTokens.Properties trust, Clock clock, BackgroundLoops loops) {
        return trust.toTokens(clock, loops);
    }

    @Bean
    MeterBinder ageOfTrust(ServiceAccountTokens tokens) {
        return tokens::bindTo;
    }

    /** Before any client makes a call. */
    @Bean
    static BeanFactoryPostProcessor droppedErrors() {
        return _ -> DroppedErrors.report();
    }

    @Bean
    MeterBinder droppedLogLines() {
        return LogQueue::bindTo;
    }

    @Bean
    MeterBinder build(ObjectProvider<BuildProperties> build) {
        return registry -> build.ifAvailable(built -> Gauge.builder("tigrit.build.info", () -> 1)
                .tag("version", String.valueOf(built.getVersion()))
                .tag("commit", String.valueOf(built.get("commit")))
                .register(registry));
    }

    @Bean
    ProblemHandler problemHandler(JsonMapper json) {
        return new ProblemHandler(json);
    }

    /** Of the main port alone, and last, because it takes over how the request decoder was configured. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> limitsOfTheMainPort(
            ConnectionLimits.Properties properties, ObjectProvider<MeterRegistry> meters) {
        var limits = properties.toLimits();
        meters.ifAvailable(registry -> limits.bindTo(registry, "main"));
        return factory -> factory.addServerCustomizers(limits::on);
    }

    /** Answers carry credentials, tokens or values: nothing on the way may keep them (RFC 9111 section 5.2.2.5). */
    @Bean
    WebFilter noStore() {
        return (exchange, chain) -> {
            exchange.getResponse().getHeaders().setCacheControl("no-store");
            return chain.filter(exchange);
        };
    }

    /**
     * The ConfigMap that is read at start. Its library takes one that does not exist for an empty one, also with fail-fast, and the
     * service would run on its defaults.
     *
     * @param source {@code kubernetes:} in a cluster; {@code optional:kubernetes:} may find nothing
     * @param loaded true in the ConfigMap itself, and nowhere else
     */
    @ConfigurationProperties("tigrit.config")
    record ConfigMapProperties(
            @DefaultValue("optional:kubernetes:") String source,
            @DefaultValue("false") boolean loaded) {

        /** Refuses to go on without what the cluster was to say. */
        ConfigMapProperties {
            if (!source.startsWith("optional:") && !loaded) {
                throw new IllegalStateException(
                        "tigrit.config.loaded is not true: no ConfigMap that says so was found by"
                                + " spring.cloud.kubernetes.config.name in spring.cloud.kubernetes.config.namespace");
            }
        }
    }
}
