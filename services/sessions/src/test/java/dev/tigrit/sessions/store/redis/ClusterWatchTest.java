package dev.tigrit.sessions.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClusterWatchTest {

    private static final String BEFORE = """
            aa 10.0.0.1:6379@16379 master - 0 0 1 connected 0-8191
            bb 10.0.0.2:6379@16379 myself,master - 0 0 2 connected 8192-16383
            cc 10.0.0.3:6379@16379 slave aa 0 0 1 connected
            """;
    private static final String AFTER = """
            aa 10.0.0.1:6379@16379 master,fail - 0 0 1 disconnected
            bb :0@0 myself,master - 0 0 2 connected 8192-16383
            cc 10.0.0.3:6379@16379 master - 0 0 3 connected 0-8191
            """;

    @Test
    void slotsFollowTheSuccessorAndAddressesStay() {
        var known = ClusterPartitionParser.parse(BEFORE);
        known.forEach(node -> node.setUri(RedisURI.create("rediss://app:pw@" + node.getNodeId() + ".internal:6380")));
        known.updateCache();

        var merged = Objects.requireNonNull(ClusterWatch.merge(known, ClusterPartitionParser.parse(AFTER)));

        assertThat(owner(merged, 0)).isEqualTo("cc");
        assertThat(owner(merged, 8191)).isEqualTo("cc");
        assertThat(owner(merged, 8192)).isEqualTo("bb");
        assertThat(merged).allSatisfy(node -> {
            assertThat(node.getUri().getHost()).isEqualTo(node.getNodeId() + ".internal");
            assertThat(node.getUri().isSsl()).isTrue();
        });
    }

    @Test
    void successorWhoseAddressIsNotKnownIsForTheDriverToFind() {
        var known = ClusterPartitionParser.parse(BEFORE.replaceFirst("cc .*\n", ""));

        assertThat(ClusterWatch.merge(known, ClusterPartitionParser.parse(AFTER)))
                .isNull();
    }

    /** A node that lost its file and came back at the same address knows itself alone. */
    @Test
    void nodeThatHasForgottenTheClusterIsNotBelieved() {
        var known = ClusterPartitionParser.parse(BEFORE);

        for (var id : new String[] {"bb", "dd"}) {
            var alone = ClusterPartitionParser.parse(id + " 10.0.0.2:6379@16379 myself,master - 0 0 0 connected\n");
            assertThat(ClusterWatch.merge(known, alone)).isNull();
        }
    }

    @Test
    void whatIsKnownIsNotChangedByTheMerge() {
        var known = ClusterPartitionParser.parse(BEFORE);

        ClusterWatch.merge(known, ClusterPartitionParser.parse(AFTER));

        assertThat(owner(known, 0)).isEqualTo("aa");
    }

    private static String owner(Partitions partitions, int slot) {
        return partitions.getPartitionBySlot(slot).getNodeId();
    }
}
