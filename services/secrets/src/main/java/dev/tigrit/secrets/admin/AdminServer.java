package dev.tigrit.secrets.admin;

import dev.tigrit.secrets.tls.ServerTls;
import dev.tigrit.starter.limit.ConnectionLimits;
import dev.tigrit.starter.problem.ProblemHandler;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.WebFilter;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The admin port: a separate server, so that the main port cannot reach its routes. It needs TLS, except on a loopback
 * address, where nobody can eavesdrop.
 */
@Component
@ConditionalOnProperty("secrets.bundle.directory")
public final class AdminServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    /** For the largest bundle over a slow link. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_HEAD = 8 * 1024;
    /** The operator alone connects. */
    private static final int MAX_CONNECTIONS = 32;

    private final HttpServer http;
    private final AtomicReference<@Nullable DisposableServer> running = new AtomicReference<>();

    AdminServer(
            AdminProperties properties,
            AdminRoutes routes,
            ProblemHandler problems,
            @Qualifier("noStore") WebFilter noStore,
            ObjectProvider<ServerTls> tls,
            ReactorResourceFactory resources,
            MeterRegistry meters) {
        var secured = tls.getIfAvailable();
        if (secured == null
                && (properties.address() == null || !properties.address().isLoopbackAddress())) {
            throw new IllegalArgumentException(
                    "secrets.tls.certificate is not set: without TLS the admin port takes only a "
                            + "loopback address, secrets.admin.address=127.0.0.1");
        }
        // Not every filter of the main port: where the docs are on, that one lets their page call it.
        var strategies = HandlerStrategies.builder().exceptionHandler(problems).webFilter(noStore);
        var handler = new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes.router(), strategies.build()));
        var plain = HttpServer.create()
                .runOn(resources.getLoopResources())
                .bindAddress(() -> properties.address() == null
                        ? new InetSocketAddress(properties.port())
                        : new InetSocketAddress(properties.address(), properties.port()))
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(MAX_HEAD).maxHeaderSize(MAX_HEAD))
                .handle(handler);
        // A bundle is large, and only a caller with a valid token has one read.
        var limits = new ConnectionLimits(
                MAX_CONNECTIONS, 0, Long.MAX_VALUE, ConnectionLimits.Deadlines.ofRequests(REQUEST_TIMEOUT));
        limits.bindTo(meters, "admin");
        this.http = limits.on(secured == null ? plain : secured.secure(plain));
    }

    /** The port that it listens on, or -1 while it does not run. */
    public int port() {
        var server = running.get();
        return server == null ? -1 : server.port();
    }

    @Override
    public void start() {
        running.set(http.bindNow());
        log.atInfo().addKeyValue("port", port()).log("admin port is open");
    }

    @Override
    public void stop() {
        var server = running.getAndSet(null);
        if (server != null) {
            server.disposeNow(STOP_TIMEOUT);
        }
    }

    @Override
    public boolean isRunning() {
        return running.get() != null;
    }
}
