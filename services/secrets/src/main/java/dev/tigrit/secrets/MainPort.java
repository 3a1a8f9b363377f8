package dev.tigrit.secrets;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the HTTP server of the main port does otherwise than those of other services. */
@Configuration(proxyBeanMethods = false)
class MainPort {

    /**
     * Reactor Netty cancels the time-out of a request at the request's end, unless the answer came before that, and here it always
     * does: each request would stay in memory for ten seconds. No call here has a body, so there is nothing to wait for; a
     * connection on which nothing happens is closed by its idle time-out.
     */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> withoutRequestTimeout() {
        return factory -> factory.addServerCustomizers(server -> server.requestTimeout(null));
    }
}
