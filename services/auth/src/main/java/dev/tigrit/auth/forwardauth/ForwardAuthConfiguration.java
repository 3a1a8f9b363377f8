package dev.tigrit.auth.forwardauth;

import dev.tigrit.auth.decision.Decisions;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ForwardAuthConfiguration {

    @Bean
    ForwardAuthFilter forwardAuthFilter(Decisions decisions, ForwardAuthProperties properties) {
        return new ForwardAuthFilter(decisions, properties);
    }

    @Bean
    NettyServerCustomizer forwardAuthPath() {
        var path = new ForwardAuthPath();
        return server -> server.doOnChannelInit((_, connection, _) -> path.install(connection));
    }
}
