package dev.tigrit.starter.management;

import dev.tigrit.starter.limit.ConnectionLimits;
import dev.tigrit.starter.limit.Deadlines;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/** What makes the management port independent of the main port: probes are answered while that one is flooded. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
public class ManagementPort {

    /** The kubelet, a scraper or two and whoever looks at the docs. */
    private static final int MAX_CONNECTIONS = 64;

    private static final long MAX_ARRIVING = 4 * 1024 * 1024;

    /** By the name of the parent's, which it hides. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(() -> LoopResources.create("management", 1, true));
        return resources;
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementLimits(ObjectProvider<MeterRegistry> meters) {
        var limits = new ConnectionLimits(MAX_CONNECTIONS, 0, MAX_ARRIVING, Deadlines.ofSmallRequests());
        meters.ifAvailable(registry -> limits.bindTo(registry, "management"));
        return factory -> factory.addServerCustomizers(limits::on);
    }

    @Bean
    static OwnRoutes ownRoutes(ApplicationContext context) {
        return new OwnRoutes(context);
    }
}
