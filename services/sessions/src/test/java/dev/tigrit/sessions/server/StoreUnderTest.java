package dev.tigrit.sessions.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.SlotHash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** A store in one of its forms, and what tests do to it. */
public final class StoreUnderTest implements AutoCloseable {

    /** The forms. */
    public enum Kind {
        STANDALONE,
        SENTINEL,
        CLUSTER;

        public StoreUnderTest start() {
            return switch (this) {
                case STANDALONE -> standalone();
                case SENTINEL -> sentinel();
                case CLUSTER -> cluster();
            };
        }
    }

    /** What each form does in its own way. */
    private interface Form extends AutoCloseable {

        String url();

        ServerProcess masterOf(int slot);

        List<ServerProcess> servers();

        List<ServerProcess> replicasOf(ServerProcess master);

        void failover(int slot);

        @Override
        void close();
    }

    private final Form form;
    private final boolean cluster;
    private final Duration nodeTimeout;

    private StoreUnderTest(Form form, boolean cluster, Duration nodeTimeout) {
        this.form = form;
        this.cluster = cluster;
        this.nodeTimeout = nodeTimeout;
    }

    public String url() {
        return form.url();
    }

    /** What the service needs to be told beside the address. */
    public String[] arguments() {
        return new String[] {"--sessions.redis.cluster=" + cluster};
    }

    /** After which a master counts as down. */
    public Duration nodeTimeout() {
        return nodeTimeout;
    }

    public ServerProcess masterOf(String userId) {
        return form.masterOf(slotOf(userId));
    }

    /** All that hold sessions. */
    public List<ServerProcess> servers() {
        return form.servers();
    }

    public List<ServerProcess> replicasOf(ServerProcess master) {
        return form.replicasOf(master);
    }

    /** A planned one, of the master that has this user. */
    public void failover(String userId) {
        form.failover(slotOf(userId));
    }

    @Override
    public void close() {
        form.close();
    }

    /** The slot of a user's hash, by the documented name of its key. */
    public static int slotOf(String userId) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(userId.getBytes(UTF_8));
            return SlotHash.getSlot(HexFormat.of().formatHex(hash, 0, 2).substring(0, 3));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StoreUnderTest standalone() {
        var server = ServerProcess.start(ServerProcess.freePort());
        return new StoreUnderTest(
                new Form() {
                    @Override
                    public String url() {
                        return server.url();
                    }

                    @Override
                    public ServerProcess masterOf(int slot) {
                        return server;
                    }

                    @Override
                    public List<ServerProcess> servers() {
                        return List.of(server);
                    }

                    @Override
                    public List<ServerProcess> replicasOf(ServerProcess master) {
                        return List.of();
                    }

                    @Override
                    public void failover(int slot) {
                        throw new UnsupportedOperationException("there is nothing to fail over to");
                    }

                    @Override
                    public void close() {
                        server.close();
                    }
                },
                false,
                Duration.ZERO);
    }

    private static StoreUnderTest sentinel() {
        var servers = RedisSentinels.start();
        return new StoreUnderTest(
                new Form() {
                    @Override
                    public String url() {
                        return servers.url();
                    }

                    @Override
                    public ServerProcess masterOf(int slot) {
                        return servers.master();
                    }

                    @Override
                    public List<ServerProcess> servers() {
                        return servers.servers();
                    }

                    @Override
                    public List<ServerProcess> replicasOf(ServerProcess master) {
                        return servers.replicas();
                    }

                    @Override
                    public void failover(int slot) {
                        servers.failover();
                    }

                    @Override
                    public void close() {
                        servers.close();
                    }
                },
                false,
                RedisSentinels.DOWN_AFTER);
    }

    private static StoreUnderTest cluster() {
        var nodes = RedisCluster.start();
        return new StoreUnderTest(
                new Form() {
                    @Override
                    public String url() {
                        return nodes.url();
                    }

                    @Override
                    public ServerProcess masterOf(int slot) {
                        return nodes.masterOf(slot);
                    }

                    @Override
                    public List<ServerProcess> servers() {
                        return nodes.nodes();
                    }

                    @Override
                    public List<ServerProcess> replicasOf(ServerProcess master) {
                        return nodes.replicasOf(master);
                    }

                    @Override
                    public void failover(int slot) {
                        nodes.failover(slot);
                    }

                    @Override
                    public void close() {
                        nodes.close();
                    }
                },
                true,
                RedisCluster.NODE_TIMEOUT);
    }
}
