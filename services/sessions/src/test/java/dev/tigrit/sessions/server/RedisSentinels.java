package dev.tigrit.sessions.server;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** One master, two replicas and three Sentinels. A master counts as down after {@link #DOWN_AFTER}. */
public final class RedisSentinels implements AutoCloseable {

    /** What design calls the node timeout. */
    public static final Duration DOWN_AFTER = Duration.ofMillis(500);

    private static final String MASTER = "m1";

    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<ServerProcess> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    public static RedisSentinels start() {
        var all = new RedisSentinels();
        var master = ServerProcess.start(ServerProcess.freePort());
        all.servers.add(master);
        for (var i = 0; i < 2; i++) {
            all.servers.add(ServerProcess.start(
                    ServerProcess.freePort(), "--replicaof", "127.0.0.1", Integer.toString(master.port())));
        }
        for (var i = 0; i < 3; i++) {
            all.sentinels.add(ServerProcess.startSentinel(
                    ServerProcess.freePort(),
                    List.of(
                            "sentinel monitor " + MASTER + " 127.0.0.1 " + master.port() + " 2",
                            "sentinel down-after-milliseconds " + MASTER + " " + DOWN_AFTER.toMillis(),
                            "sentinel failover-timeout " + MASTER + " 2000")));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> all.sentinels.stream().allMatch(RedisSentinels::knowsAll)
                        && all.replicas().stream().allMatch(RedisSentinels::isInSync));
        return all;
    }

    public String url() {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + MASTER));
    }

    /** The server that the Sentinels call the master now. */
    public ServerProcess master() {
        var port = sentinels.getFirst().port();
        try (var client = RedisClient.create();
                var connection = client.connectSentinel(RedisURI.create("127.0.0.1", port))) {
            var address = (InetSocketAddress) connection.sync().getMasterAddrByName(MASTER);
            return servers.stream()
                    .filter(server -> server.port() == address.getPort())
                    .findFirst()
                    .orElseThrow();
        }
    }

    public List<ServerProcess> servers() {
        return List.copyOf(servers);
    }

    public List<ServerProcess> replicas() {
        var master = servers.size() == 3 && sentinels.isEmpty() ? servers.getFirst() : master();
        return servers.stream().filter(server -> server != master).toList();
    }

    /** A planned one: {@code SENTINEL FAILOVER}. */
    public void failover() {
        var port = sentinels.getFirst().port();
        try (var client = RedisClient.create();
                var connection = client.connectSentinel(RedisURI.create("127.0.0.1", port))) {
            connection.sync().failover(MASTER);
        }
    }

    @Override
    public void close() {
        sentinels.forEach(ServerProcess::close);
        servers.forEach(ServerProcess::close);
    }

    private static boolean knowsAll(ServerProcess sentinel) {
        try (var client = RedisClient.create();
                var connection = client.connectSentinel(RedisURI.create("127.0.0.1", sentinel.port()))) {
            var master = connection.sync().master(MASTER);
            return "2".equals(master.get("num-slaves")) && "2".equals(master.get("num-other-sentinels"));
        }
    }

    static boolean isInSync(ServerProcess replica) {
        return replica.ask(redis -> redis.info("replication")).contains("master_link_status:up");
    }
}
