package dev.tigrit.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An autoscaler is put in charge of a running release. What it decides by is not looked at here: the cluster measures no CPU. */
@Order(10)
class AutoscalingE2E {

    private static final String ON = "auth.autoscaling.enabled=true";

    private static final RollableScalableResource<Deployment> AUTH = Cluster.client()
            .apps()
            .deployments()
            .inNamespace(Platform.NAMESPACE)
            .withName(Platform.name("auth"));

    @BeforeAll
    static void install() {
        Platform.ensure();
    }

    @AfterAll
    static void putBack() {
        Platform.upgrade();
    }

    @Test
    void noUpgradeTakesAwayAPodThatTheAutoscalerWants() {
        var wanted = new CopyOnWriteArrayList<Integer>();
        try (var _ = AUTH.watch(recording(wanted))) {
            Platform.upgrade(ON);
            AUTH.scale(3);
            await("the watch has seen it").atMost(Duration.ofSeconds(10)).until(() -> wanted.contains(3));

            Platform.upgrade(ON, "auth.podLabels.upgraded=again");
        }

        assertThat(wanted.subList(0, wanted.indexOf(3))).containsOnly(2);
        assertThat(wanted.subList(wanted.indexOf(3), wanted.size())).containsOnly(3);
    }

    private static Watcher<Deployment> recording(List<Integer> wanted) {
        return new Watcher<>() {

            @Override
            public void eventReceived(Action action, Deployment deployment) {
                wanted.add(deployment.getSpec().getReplicas());
            }

            @Override
            public void onClose(WatcherException cause) {
                wanted.add(-1);
            }
        };
    }
}
