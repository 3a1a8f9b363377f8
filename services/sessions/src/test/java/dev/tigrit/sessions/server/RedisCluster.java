package dev.tigrit.sessions.server;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Three masters with a third of the slots each, and one replica for each. */
public final class RedisCluster implements AutoCloseable {

    public static final Duration NODE_TIMEOUT = Duration.ofSeconds(1);

    private static final int MASTERS = 3;

    private final List<ServerProcess> nodes = new ArrayList<>();

    private RedisCluster() {}

    public static RedisCluster start() {
        var all = new RedisCluster();
        for (var i = 0; i < 2 * MASTERS; i++) {
            all.nodes.add(ServerProcess.start(
                    ServerProcess.freePort(),
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    Long.toString(NODE_TIMEOUT.toMillis()),
                    "--cluster-replica-validity-factor",
                    "0"));
        }
        all.form();
        return all;
    }

    private void form() {
        for (var i = 0; i < nodes.size(); i++) {
            var epoch = i + 1;
            nodes.get(i).ask(redis -> redis.clusterSetConfigEpoch(epoch));
        }
        for (var i = 0; i < MASTERS; i++) {
            var slots = IntStream.range(SlotHash.SLOT_COUNT * i / MASTERS, SlotHash.SLOT_COUNT * (i + 1) / MASTERS)
                    .toArray();
            nodes.get(i).ask(redis -> redis.clusterAddSlots(slots));
        }
        var first = nodes.getFirst();
        nodes.stream().skip(1).forEach(node -> node.ask(redis -> redis.clusterMeet("127.0.0.1", first.port())));
        eventually(() -> nodes.stream().allMatch(node -> knownTo(node) == nodes.size()));
        for (var i = 0; i < MASTERS; i++) {
            var id = idOf(nodes.get(i));
            nodes.get(i + MASTERS).ask(redis -> redis.clusterReplicate(id));
        }
        eventually(() -> nodes.stream()
                        .allMatch(node -> node.ask(redis -> redis.clusterInfo()).contains("cluster_state:ok"))
                && nodes.stream().skip(MASTERS).allMatch(RedisSentinels::isInSync));
    }

    public String url() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(",", "redis://", ""));
    }

    /** The master that has this slot now. */
    public ServerProcess masterOf(int slot) {
        return nodes.stream()
                .filter(ServerProcess::isRunning)
                .filter(node -> node.ask(redis -> redis.clusterNodes()).lines().anyMatch(line -> {
                    var fields = line.split(" ", -1);
                    return fields[2].contains("myself,master")
                            && List.of(fields).subList(8, fields.length).stream()
                                    .anyMatch(range -> has(range, slot));
                }))
                .findFirst()
                .orElseThrow();
    }

    public List<ServerProcess> nodes() {
        return List.copyOf(nodes);
    }

    public List<ServerProcess> replicasOf(ServerProcess master) {
        var id = idOf(master);
        return nodes.stream()
                .filter(ServerProcess::isRunning)
                .filter(node -> node.ask(redis -> redis.clusterNodes())
                        .lines()
                        .anyMatch(line -> line.contains("myself,slave " + id)))
                .toList();
    }

    /** A planned failover of the slot's master. */
    public void failover(int slot) {
        replicasOf(masterOf(slot)).getFirst().ask(redis -> redis.clusterFailover(false));
    }

    /** Moves a slot with all its keys to another master, while clients go on. */
    public void migrate(int slot) {
        var source = masterOf(slot);
        var target = IntStream.range(1, MASTERS)
                .mapToObj(third -> masterOf((slot + third * SlotHash.SLOT_COUNT / MASTERS) % SlotHash.SLOT_COUNT))
                .filter(master -> master != source)
                .findFirst()
                .orElseThrow();
        var sourceId = idOf(source);
        var targetId = idOf(target);
        target.ask(redis -> redis.clusterSetSlotImporting(slot, sourceId));
        source.ask(redis -> redis.clusterSetSlotMigrating(slot, targetId));
        for (var keys = keysOf(source, slot); !keys.isEmpty(); keys = keysOf(source, slot)) {
            var some = keys;
            source.ask(redis -> redis.migrate("127.0.0.1", target.port(), 0, 5_000, MigrateArgs.Builder.keys(some)));
        }
        target.ask(redis -> redis.clusterSetSlotNode(slot, targetId));
        source.ask(redis -> redis.clusterSetSlotNode(slot, targetId));
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
    }

    private static List<String> keysOf(ServerProcess node, int slot) {
        return node.ask(redis -> redis.clusterGetKeysInSlot(slot, 100));
    }

    private static boolean has(String range, int slot) {
        if (range.startsWith("[")) {
            return false;
        }
        var dash = range.indexOf('-');
        var from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        var to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
        return from <= slot && slot <= to;
    }

    private static String idOf(ServerProcess node) {
        return node.ask(redis -> redis.clusterMyId());
    }

    private static long knownTo(ServerProcess node) {
        return node.ask(redis -> redis.clusterNodes()).lines().count();
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
