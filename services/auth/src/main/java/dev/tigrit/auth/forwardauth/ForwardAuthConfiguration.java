package dev.tigrit.auth.forwardauth;

import dev.tigrit.auth.decision.Decisions;
import dev.tigrit.starter.gateway.GatewayPath;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ForwardAuthConfiguration {

    @Bean
    GatewayPath forwardAuthPath() {
        return new GatewayPath(ForwardAuthFilter.PREFIX);
    }

    @Bean
    NettyServerCustomizer forwardAuthServer(GatewayPath path) {
        return path.toServerCustomizer();
    }

    @Bean
    ForwardAuthFilter forwardAuthFilter(GatewayPath path, Decisions decisions, ForwardAuthProperties properties) {
        return new ForwardAuthFilter(path, decisions, properties);
    }
}
