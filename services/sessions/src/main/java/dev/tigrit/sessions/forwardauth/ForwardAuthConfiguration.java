package dev.tigrit.sessions.forwardauth;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.starter.gateway.GatewayPath;
import java.time.Clock;
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
    ForwardAuthFilter forwardAuthFilter(
            GatewayPath path,
            SessionVerifier verifier,
            SessionStore store,
            Audit audit,
            ForwardAuthProperties properties,
            SessionsProperties sessions,
            Clock clock) {
        return new ForwardAuthFilter(path, verifier, store, audit, properties, sessions, clock);
    }
}
