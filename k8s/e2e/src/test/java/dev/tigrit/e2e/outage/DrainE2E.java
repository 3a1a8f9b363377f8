package dev.tigrit.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Node;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.Load;
import dev.tigrit.e2e.kit.http.Session;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A node is emptied under load. The store is one pod, and its volume is on one node: while that node is drained, nobody knows of a
 * session; with any other one, nobody hears of it.
 */
@Order(11)
@EnabledIf("severalNodes")
class DrainE2E {

    private static final List<Node> WORKERS = Node.workers();

    private static Node storesNode;

    static boolean severalNodes() {
        if (WORKERS.size() > 1) {
            return true;
        }
        System.out.println("NO SECOND NODE: no node is drained; WORKERS=2 when the cluster is made");
        return false;
    }

    @BeforeAll
    static void install() {
        Platform.ensure();
        Cluster.apply("dev/valkey.yaml");
        Cluster.awaitReady("valkey");
        Platform.upgradeWith("drain.yaml");
        storesNode = Node.of(Cluster.pods(Map.of("app", "valkey")).getFirst());
    }

    @AfterAll
    static void putBack() {
        WORKERS.forEach(Node::uncordon);
        Platform.upgrade();
    }

    @Test
    @Order(1)
    void replicasAreOnDifferentNodes() {
        // The upgrade has just put them there; Secrets may be where an earlier drain has left it.
        for (var chart : new String[] {"auth", "sessions"}) {
            assertThat(Cluster.pods(chart))
                    .as(chart)
                    .hasSize(2)
                    .extracting(Node::of)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    @Order(2)
    void sessionsSaysUnknownAndNeverNoWhileTheStoresNodeIsDrainedAndNoSessionIsLost() {
        var session = Session.create("1");
        var load = load(session);
        try (load) {
            storesNode.drain();
            try {
                assertEverythingIsElsewhere(storesNode, "auth", "secrets", "operator");
                assertThat(session.call("verify").status()).isEqualTo(503);
                assertThat(session.call("extend").status()).isEqualTo(503);
                assertThat(Session.call("verify", "ts1_forged").status()).isEqualTo(401);
            } finally {
                storesNode.uncordon();
            }
            Cluster.awaitReady();
            await("every replica has the store back")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> {
                        for (var i = 0; i < 10; i++) {
                            assertThat(session.call("verify").status()).isEqualTo(200);
                        }
                    });
        }
        assertThat(session.call("extend").status()).isEqualTo(200);
        assertThat(load.outcomes()).containsKey("200");
        assertThat(load.outcomes().keySet())
                .allSatisfy(outcome ->
                        assertThat(outcome).matches("200|503 /v1/sessions/verify .*\"code\":\"store_unavailable\".*"));
    }

    @Test
    @Order(3)
    void noRequestIsLostWhileAnotherNodeIsDrained() {
        var session = Session.create("1");
        var load = load(session);
        try (load) {
            for (var node : WORKERS) {
                if (!node.equals(storesNode)) {
                    node.drain();
                    try {
                        assertEverythingIsElsewhere(node, "auth", "sessions", "secrets", "operator");
                    } finally {
                        node.uncordon();
                    }
                }
            }
        }
        assertThat(load.outcomes()).containsOnlyKeys("200");
        assertThat(load.outcomes().get("200")).isGreaterThan(500);
    }

    /** Its budget lets the pod go: with one that has to be available, the drain would never end. */
    @Test
    @Order(4)
    void nodeOfASingleReplicaOfSecretsIsDrained() {
        var secrets = Platform.name("secrets");
        Cluster.scale(secrets, 1);
        try {
            var node = Node.of(Cluster.pods("secrets").getFirst());
            node.drain("secrets");
            try {
                assertEverythingIsElsewhere(node, "secrets");
            } finally {
                node.uncordon();
            }
        } finally {
            Cluster.scale(secrets, 2);
        }
    }

    private static void assertEverythingIsElsewhere(Node drained, String... charts) {
        for (var chart : charts) {
            await(chart + " is elsewhere")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(Cluster.pods(chart))
                            .isNotEmpty()
                            .allMatch(Readiness::isPodReady)
                            .extracting(Node::of)
                            .doesNotContain(drained));
        }
    }

    private static Load load(Session session) {
        return Load.of(50, () -> Credentials.verify("1"), () -> Session.request("verify", session.token()));
    }
}
