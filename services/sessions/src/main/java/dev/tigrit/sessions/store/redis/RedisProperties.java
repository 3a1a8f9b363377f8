package dev.tigrit.sessions.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the store is and how long to wait for it.
 *
 * @param url {@code redis://} or, with TLS, {@code rediss://}, with user, password and database as in
 *     {@code rediss://user:password@host:6379/0}
 * @param verifyTimeout of the one command of a verify, in milliseconds without a unit
 * @param mutationTimeout of a create, extend or invalidate, in milliseconds without a unit
 * @param probeTimeout of the health check, in milliseconds without a unit
 * @param connectTimeout of each attempt to connect, in milliseconds without a unit
 * @param reconnectDelay longest pause between two attempts to connect, in milliseconds without a unit
 * @param requestQueueSize commands that may wait for an answer; more are refused at once
 */
@ConfigurationProperties("sessions.redis")
public record RedisProperties(
        @DefaultValue("redis://localhost:6379") Url url,
        @DefaultValue("250ms") Duration verifyTimeout,
        @DefaultValue("1s") Duration mutationTimeout,
        @DefaultValue("300ms") Duration probeTimeout,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("1s") Duration reconnectDelay,
        @DefaultValue("16384") int requestQueueSize) {

    private static final Duration DEAD_PEER = Duration.ofSeconds(5);

    public RedisProperties {
        requirePositive("verify-timeout", verifyTimeout);
        requirePositive("mutation-timeout", mutationTimeout);
        requirePositive("probe-timeout", probeTimeout);
        requirePositive("connect-timeout", connectTimeout);
        requirePositive("reconnect-delay", reconnectDelay);
        if (requestQueueSize < 1) {
            throw new IllegalArgumentException("sessions.redis.request-queue-size has to be at least 1");
        }
    }

    /** An address that may hold a password, and so is never printed. */
    public static final class Url {

        private final String text;

        private Url(String text) {
            this.text = text;
        }

        /** Public, since that is where the conversion service looks. */
        public static Url valueOf(String text) {
            return new Url(text);
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /** @throws IllegalStateException when the address is none; its text is not part of the message */
    RedisURI toUri() {
        try {
            var uri = RedisURI.create(url.text);
            uri.setTimeout(mutationTimeout);
            return uri;
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException("sessions.redis.url is not a redis:// or rediss:// address");
        }
    }

    ClientResources toResources() {
        return ClientResources.builder()
                .reconnectDelay(Delay.fullJitter(
                        Duration.ofMillis(10),
                        reconnectDelay,
                        reconnectDelay.toMillis() / 2 + 1,
                        TimeUnit.MILLISECONDS))
                .nettyCustomizer(new FewerFlushes())
                .build();
    }

    RedisClient toClient(ClientResources resources) {
        var client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(requestQueueSize)
                // A command that was in flight when the connection broke has been answered with 503: it is not sent
                // again.
                .replayFilter(_ -> true)
                .timeoutOptions(TimeoutOptions.builder()
                        .timeoutSource(new TimeoutPerCommand())
                        .build())
                .socketOptions(toSocketOptions())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .build());
        return client;
    }

    private SocketOptions toSocketOptions() {
        return SocketOptions.builder()
                .connectTimeout(connectTimeout)
                .keepAlive(KeepAliveOptions.builder()
                        .enable()
                        .idle(DEAD_PEER)
                        .interval(DEAD_PEER)
                        .count(3)
                        .build())
                // Without it a peer that vanished without a word is noticed after a quarter of an hour.
                .tcpUserTimeout(TcpUserTimeoutOptions.builder()
                        .enable()
                        .tcpUserTimeout(DEAD_PEER)
                        .build())
                .build();
    }

    private final class TimeoutPerCommand extends TimeoutOptions.TimeoutSource {

        @Override
        public long getTimeout(RedisCommand<?, ?, ?> command) {
            if (command.getType() == CommandType.HGET) {
                return verifyTimeout.toMillis();
            }
            return command.getType() == CommandType.PING ? probeTimeout.toMillis() : mutationTimeout.toMillis();
        }

        @Override
        public TimeUnit getTimeUnit() {
            return TimeUnit.MILLISECONDS;
        }
    }

    /** One system call for the commands of one turn of the event loop instead of one for each. */
    private static final class FewerFlushes implements NettyCustomizer {

        private static final int FLUSH_AFTER = 256;

        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException("sessions.redis." + name + " has to be at least 1 ms");
        }
    }
}
