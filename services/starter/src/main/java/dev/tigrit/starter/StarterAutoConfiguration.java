package dev.tigrit.starter;

import dev.tigrit.starter.http.RequestDeadline;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.problem.ProblemHandler;
import dev.tigrit.starter.trust.ServiceAccountTokens;
import dev.tigrit.starter.trust.TrustProperties;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.server.WebFilter;
import tools.jackson.databind.json.JsonMapper;

/** The beans that each service gets by having the starter on its class path. */
@AutoConfiguration
@EnableConfigurationProperties(TrustProperties.class)
class StarterAutoConfiguration {

    /** A whole request has to arrive within this time, or it ends with 408. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

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
    ServiceAccountTokens serviceAccountTokens(TrustProperties trust, Clock clock) {
        return trust.toTokens(clock);
    }

    @Bean
    MeterBinder ageOfTrust(ServiceAccountTokens tokens) {
        return tokens::bindTo;
    }

    @Bean
    ProblemHandler problemHandler(JsonMapper json) {
        return new ProblemHandler(json);
    }

    @Bean
    NettyServerCustomizer requestTimeout() {
        return server -> RequestDeadline.on(server, REQUEST_TIMEOUT);
    }

    /** Answers carry credentials, tokens or values: nothing on the way may keep them (RFC 9111 section 5.2.2.5). */
    @Bean
    WebFilter noStore() {
        return (exchange, chain) -> {
            exchange.getResponse().getHeaders().setCacheControl("no-store");
            return chain.filter(exchange);
        };
    }
}
