package dev.tigrit.starter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.util.context.Context;

class DroppedErrorsTest {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger(DroppedErrors.class);
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        lines.start();
        root.addAppender(lines);
        ours.setLevel(Level.DEBUG);
        DroppedErrors.report();
    }

    @AfterEach
    void stop() {
        Hooks.resetOnErrorDropped();
        ours.setLevel(null);
        root.detachAppender(lines);
    }

    /** The server sends the head and no body; the call ends exactly between the two. */
    @Test
    void callThatIsCancelledBetweenHeadAndBodyLeavesNoStackTrace() {
        var server = HttpServer.create()
                .port(0)
                .handle((_, response) -> response.header("content-length", "10")
                        .sendObject(Unpooled.copiedBuffer("ab", StandardCharsets.US_ASCII))
                        .then()
                        .then(Mono.never()))
                .bindNow();
        try {
            cancelAtHead(server);

            await().until(() ->
                    lines.events.stream().anyMatch(line -> line.getLoggerName().equals(DroppedErrors.class.getName())));
            assertThat(lines.events).noneMatch(line -> line.getThrowableProxy() != null);
            assertThat(lines.events).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.WARN));
        } finally {
            server.disposeNow();
        }
    }

    @Test
    void otherErrorIsALineWithItsTypeAndWithoutItsMessage() {
        Operators.onErrorDropped(new IllegalStateException("a-credential"), Context.empty());

        assertThat(lines.events).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getKeyValuePairs())
                    .extracting(pair -> pair.value)
                    .contains(IllegalStateException.class.getName())
                    .noneMatch(value -> value.toString().contains("a-credential"));
        });
    }

    private static void cancelAtHead(DisposableServer server) {
        var real = new ReactorClientHttpConnector();
        var call = new CompletableFuture<Disposable>();
        var client = WebClient.builder()
                .baseUrl("http://localhost:" + server.port())
                .clientConnector((method, uri, request) -> real.connect(method, uri, request)
                        .doOnNext(_ -> call.join().dispose()))
                .build();
        call.complete(client.get().uri("/").retrieve().toEntity(String.class).subscribe());
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    }
}
