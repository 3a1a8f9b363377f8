package dev.tigrit.auth.store;

import dev.tigrit.auth.replay.ReplayGuard.UsedCredentials;
import dev.tigrit.auth.replay.ReplayProperties;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundLoops;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * One key for each used credential, {@code auth:replay:<digest>}; SET NX decides who is first. The connection is opened in the
 * background, so that the service comes up whether Redis is there or not, and reconnects by itself; while it is down, calls fail at
 * once. Without the replay guard nothing of the driver is started.
 */
@Component
@ConditionalOnProperty(name = "auth.replay.mode", havingValue = "once")
final class RedisUsedCredentials implements UsedCredentials, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisUsedCredentials.class);

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
    private static final Duration DEAD_PEER = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final String PREFIX = "auth:replay:";
    private static final int QUEUE = 16_384;

    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;
    private final AtomicReference<@Nullable StatefulRedisConnection<String, String>> connection =
            new AtomicReference<>();
    private final AtomicBoolean silent = new AtomicBoolean();

    /** @throws IllegalStateException when the address is invalid; its text is not part of the message */
    RedisUsedCredentials(ReplayProperties properties, BackgroundLoops loops) {
        uri = uri(properties.redisUrl());
        resources = ClientResources.builder()
                .reconnectDelay(Delay.fullJitter(
                        Duration.ofMillis(10), LONGEST_PAUSE, LONGEST_PAUSE.toMillis() / 2, TimeUnit.MILLISECONDS))
                .build();
        client = RedisClient.create(resources);
        client.setOptions(options(properties.timeout()));
        loops.add(new BackgroundLoop("store-connector", BETWEEN_ATTEMPTS, this::connectOnce));
    }

    private static RedisURI uri(@Nullable Sensitive url) {
        try {
            return RedisURI.create(url == null ? "" : url.reveal());
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException("auth.replay.redis-url is not a redis:// or rediss:// address");
        }
    }

    /** Lettuce repairs a connection that it had once; the first one has to be tried for. */
    Mono<Void> connectOnce() {
        if (connection.get() != null) {
            return Mono.empty();
        }
        return Mono.fromCompletionStage(() -> client.connectAsync(StringCodec.UTF8, uri))
                .doOnNext(connection::set)
                .doOnNext(_ -> log.info("connected to Redis"))
                .then()
                .onErrorResume(this::logOnce);
    }

    @Override
    public Mono<Boolean> use(String credential, Duration lifetime) {
        return Mono.defer(() -> {
            var open = connection.get();
            if (open == null) {
                return Mono.error(new IllegalStateException("not connected to Redis yet"));
            }
            var unlessThere = SetArgs.Builder.nx().px(lifetime.toMillis());
            // The answer is OK, or null when the key is there.
            return Mono.fromCompletionStage(
                    open.async().set(PREFIX + credential, "", unlessThere).thenApply("OK"::equals));
        });
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        // Nothing depends on its completion.
        var _ = resources.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private Mono<Void> logOnce(Throwable error) {
        if (silent.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("error", error.getClass().getSimpleName())
                    .log("Redis cannot be reached, retrying");
        }
        return Mono.empty();
    }

    private static ClientOptions options(Duration timeout) {
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE)
                // What was in flight when the connection broke has been answered: it is not sent again.
                .replayFilter(_ -> true)
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT)
                        .keepAlive(true)
                        // Without it a peer that vanished without a word is noticed after a quarter of an hour.
                        .tcpUserTimeout(TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(DEAD_PEER)
                                .build())
                        .build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .build();
    }
}
