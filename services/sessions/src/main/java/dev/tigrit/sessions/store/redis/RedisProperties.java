package dev.tigrit.sessions.store.redis;

import dev.tigrit.starter.key.Sensitive;
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
 * @param username of the store, with {@code password}; without one the store's default user
 * @param password of the store, if it is not part of the url; may contain any characters
 * @param cluster whether the url leads to a Redis Cluster
 * @param caFile PEM file with the authorities that may sign the store's certificate; without one those of the JVM
 * @param sentinelPassword of the Sentinels themselves, if they ask for one
 * @param timeout of each command, counted from its write and without the service's own lag ({@link AnswerDeadlines}); in
 *     milliseconds without a unit
 * @param waitReplicas replicas that should have a revocation before it is answered; then X-Replicas-Acknowledged says how many
 * @param waitTimeout how long that is waited for, in milliseconds without a unit
 */
@ConfigurationProperties("sessions.redis")
public record RedisProperties(
        @DefaultValue("redis://localhost:6379") Sensitive url,
        @Nullable String username,
        @Nullable Sensitive password,
        boolean cluster,
        @Nullable Path caFile,
        @Nullable Sensitive sentinelPassword,
        @DefaultValue("1500ms") Duration timeout,
        @DefaultValue("0") int waitReplicas,
        @DefaultValue("500ms") Duration waitTimeout) {

    private static final Duration DEAD_PEER = Duration.ofSeconds(5);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration GREETING = Duration.ofMillis(500);
    private static final Duration RECONNECT = Duration.ofMillis(500);

    /** Commands that may wait for an answer. What callers may ask at a time is bounded far below; see {@code CallerTurns}. */
    private static final int QUEUE = 16_384;

    /** How many time-outs a command may take that waits for a connection, of which {@link AnswerDeadlines} knows nothing yet. */
    private static final int BACKSTOP = 5;

    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(15);
    private static final Duration TRIGGERED_REFRESH_PAUSE = Duration.ofMillis(100);
    private static final int MAX_REDIRECTS = 5;
    private static final int MOST_REPLICAS = 10;

    public RedisProperties {
        requirePositive("timeout", timeout);
        requirePositive("wait-timeout", waitTimeout);
        if (waitReplicas < 0 || waitReplicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("sessions.redis.wait-replicas has to be between 0 and " + MOST_REPLICAS);
        }
        if (caFile != null && !Files.isReadable(caFile)) {
            throw new IllegalArgumentException("sessions.redis.ca-file cannot be read");
        }
    }

    /**
     * The nodes to begin with: one, or several of a Cluster.
     *
     * @throws IllegalStateException when the address is none; its text is not part of the message
     */
    List<RedisURI> toUris() {
        if (username != null && password == null) {
            throw new IllegalStateException("sessions.redis.username is set without sessions.redis.password");
        }
        try {
            var uris = cluster
                    ? RedisClusterURIUtil.toRedisURIs(URI.create(url.reveal()))
                    : List.of(RedisURI.create(url.reveal()));
            for (var uri : uris) {
                greet(uri, username, password);
                uri.getSentinels().forEach(sentinel -> greet(sentinel, null, sentinelPassword));
            }
            return uris;
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException(
                    "sessions.redis.url is not a redis://, rediss://, redis-sentinel:// or rediss-sentinel:// address");
        }
    }

    /** A paused server accepts connections, and each attempt that waits for it is one that does not find its successor. */
    private static void greet(RedisURI uri, @Nullable String user, @Nullable Sensitive password) {
        uri.setTimeout(GREETING);
        if (password != null) {
            uri.setCredentialsProvider(
                    new StaticCredentialsProvider(user, password.reveal().toCharArray()));
        }
    }

    public AnswerDeadlines toDeadlines() {
        return new AnswerDeadlines(timeout, waitTimeout);
    }

    /** @param deadlines is told of each connection */
    public ClientResources toResources(AnswerDeadlines deadlines) {
        return ClientResources.builder()
                .reconnectDelay(Delay.fullJitter(
                        Duration.ofMillis(10), RECONNECT, RECONNECT.toMillis() / 10, TimeUnit.MILLISECONDS))
                .nettyCustomizer(deadlines)
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
                        // At once when a connection breaks: its master may have a successor.
                        .refreshTriggersReconnectAttempts(0)
                        .adaptiveRefreshTriggersTimeout(TRIGGERED_REFRESH_PAUSE)
                        .build());
        toOptions(options);
        return options.build();
    }

    private ClientOptions toOptions(ClientOptions.Builder options) {
        options.autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE)
                // A command in flight when the connection broke has been answered with 503: it is not sent again.
                .replayFilter(_ -> true)
                .timeoutOptions(
                        TimeoutOptions.enabled(timeout.multipliedBy(BACKSTOP).plus(waitTimeout)))
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
                .connectTimeout(CONNECT)
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

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException("sessions.redis." + name + " has to be at least 1 ms");
        }
    }
}
