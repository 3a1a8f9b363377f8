package dev.tigrit.sessions.store.topology;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the store is and how long to wait for it.
 *
 * @param url {@code redis://} or, with TLS, {@code rediss://}, with user, password and database as in
 *     {@code rediss://user:password@host:6379/0}; several nodes after commas for a Cluster; for Sentinel
 *     {@code redis-sentinel://user:password@host:26379,host:26379#master} or {@code rediss-sentinel://}
 * @param cluster whether the url leads to a Redis Cluster
 * @param caFile PEM file with the authorities that may sign the store's certificate; without one those of the JVM
 * @param sentinelPassword of the Sentinels themselves, if they ask for one
 * @param verifyTimeout of the one command of a verify, in milliseconds without a unit
 * @param mutationTimeout of a change, in milliseconds without a unit
 * @param probeTimeout of the health check, in milliseconds without a unit
 * @param connectTimeout of each attempt to connect, in milliseconds without a unit
 * @param reconnectDelay longest pause between two attempts to connect, in milliseconds without a unit
 * @param stallTimeout a connection on which nothing comes back for so long, though something was sent, is dropped; in
 *     milliseconds without a unit
 * @param requestQueueSize commands that may wait for an answer; more are refused at once
 * @param waitReplicas replicas that should have a revocation before it is answered; 0: it is not waited for any
 * @param waitTimeout how long that is waited for, in milliseconds without a unit
 */
@ConfigurationProperties("sessions.redis")
public record RedisProperties(
        @DefaultValue("redis://localhost:6379") Hidden url,
        boolean cluster,
        @Nullable Path caFile,
        @Nullable Hidden sentinelPassword,
        @DefaultValue("250ms") Duration verifyTimeout,
        @DefaultValue("1s") Duration mutationTimeout,
        @DefaultValue("300ms") Duration probeTimeout,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("500ms") Duration reconnectDelay,
        @DefaultValue("1s") Duration stallTimeout,
        @DefaultValue("16384") int requestQueueSize,
        @DefaultValue("0") int waitReplicas,
        @DefaultValue("500ms") Duration waitTimeout) {

    private static final Duration DEAD_PEER = Duration.ofSeconds(5);
    private static final Duration GREETING = Duration.ofMillis(500);
    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(15);
    private static final Duration TRIGGERED_REFRESH_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_REDIRECTS = 5;
    private static final int MOST_REPLICAS = 10;

    public RedisProperties {
        requirePositive("verify-timeout", verifyTimeout);
        requirePositive("mutation-timeout", mutationTimeout);
        requirePositive("probe-timeout", probeTimeout);
        requirePositive("connect-timeout", connectTimeout);
        requirePositive("reconnect-delay", reconnectDelay);
        requirePositive("stall-timeout", stallTimeout);
        requirePositive("wait-timeout", waitTimeout);
        if (stallTimeout.compareTo(waitTimeout) <= 0) {
            throw new IllegalArgumentException(
                    "sessions.redis.stall-timeout has to be longer than sessions.redis.wait-timeout");
        }
        if (requestQueueSize < 1) {
            throw new IllegalArgumentException("sessions.redis.request-queue-size has to be at least 1");
        }
        if (waitReplicas < 0 || waitReplicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("sessions.redis.wait-replicas has to be between 0 and " + MOST_REPLICAS);
        }
        if (caFile != null && !Files.isReadable(caFile)) {
            throw new IllegalArgumentException("sessions.redis.ca-file cannot be read");
        }
    }

    /** A text that is, or may hold, a password, and so is never printed. */
    public static final class Hidden {

        private final String text;

        private Hidden(String text) {
            this.text = text;
        }

        /** Public, since that is where the conversion service looks. */
        public static Hidden valueOf(String text) {
            return new Hidden(text);
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /**
     * The nodes to begin with: one, or several of a Cluster.
     *
     * @throws IllegalStateException when the address is none; its text is not part of the message
     */
    List<RedisURI> toUris() {
        try {
            var uris = cluster
                    ? RedisClusterURIUtil.toRedisURIs(URI.create(url.text))
                    : List.of(RedisURI.create(url.text));
            uris.forEach(this::complete);
            return uris;
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException(
                    "sessions.redis.url is not a redis://, rediss://, redis-sentinel:// or rediss-sentinel:// address");
        }
    }

    private void complete(RedisURI uri) {
        // Of the first words on a new connection; commands have time-outs of their own. A paused server accepts
        // connections, and
        // each attempt that waits for it is one that does not find its successor.
        uri.setTimeout(GREETING);
        for (var sentinel : uri.getSentinels()) {
            sentinel.setTimeout(GREETING);
            if (sentinelPassword != null) {
                sentinel.setCredentialsProvider(
                        new StaticCredentialsProvider(null, sentinelPassword.text.toCharArray()));
            }
        }
    }

    /** @param peers is told of each connection */
    public ClientResources toResources(StalledPeers peers) {
        return ClientResources.builder()
                .reconnectDelay(Delay.fullJitter(
                        Duration.ofMillis(10),
                        reconnectDelay,
                        reconnectDelay.toMillis() / 10 + 1,
                        TimeUnit.MILLISECONDS))
                .nettyCustomizer(peers)
                .build();
    }

    ClientOptions toOptions() {
        return toOptions(ClientOptions.builder());
    }

    ClusterClientOptions toClusterOptions() {
        var options = ClusterClientOptions.builder()
                .maxRedirects(MAX_REDIRECTS)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                        .adaptiveRefreshTriggersTimeout(TRIGGERED_REFRESH_PAUSE)
                        .build());
        toOptions(options);
        return options.build();
    }

    private ClientOptions toOptions(ClientOptions.Builder options) {
        options.autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(requestQueueSize)
                // A command that was in flight when the connection broke has been answered with 503: it is not sent
                // again.
                .replayFilter(_ -> true)
                .timeoutOptions(TimeoutOptions.builder()
                        .timeoutSource(new TimeoutPerCommand())
                        .build())
                .socketOptions(toSocketOptions())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled());
        if (caFile != null) {
            options.sslOptions(SslOptions.builder()
                    .jdkSslProvider()
                    .trustManager(caFile.toFile())
                    .build());
        }
        return options.build();
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
            if (command.getType() == CommandType.WAIT) {
                // The server ends it; ended here it would go on there, with the next command behind it.
                return waitTimeout.plus(mutationTimeout).toMillis();
            }
            return command.getType() == CommandType.PING ? probeTimeout.toMillis() : mutationTimeout.toMillis();
        }

        @Override
        public TimeUnit getTimeUnit() {
            return TimeUnit.MILLISECONDS;
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException("sessions.redis." + name + " has to be at least 1 ms");
        }
    }
}
