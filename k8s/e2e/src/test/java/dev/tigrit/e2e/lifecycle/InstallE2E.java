package dev.tigrit.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Helm;
import dev.tigrit.e2e.kit.cluster.Platform;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** From nothing to ready. */
@Order(1)
class InstallE2E {

    @Test
    @Order(1)
    void installWithoutValuesEndsReadyWithinThreeMinutes() {
        Platform.removeEverything();

        // Its own time limit is the three minutes.
        Helm.install();

        for (var chart : new String[] {"auth", "sessions", "secrets"}) {
            assertThat(Cluster.pods(chart)).as(chart).hasSize(2);
        }
        assertThat(Cluster.pods("operator")).hasSize(1);
    }

    @Test
    @Order(2)
    void keysAreGeneratedAndServedByEveryReplica() {
        for (var key : new String[] {"SESSION_SIGNING_KEY", "JWT_SECRET", "INTERNAL_API_SECRET"}) {
            assertThat(Platform.generated(key)).as(key).hasSize(43);
            assertThat(Platform.status(key).<String>get("status", "endpoints"))
                    .as(key)
                    .isEqualTo("2/2");
        }
    }

    @Test
    @Order(3)
    void helmTestPasses() {
        assertThat(Helm.test()).contains("Succeeded").doesNotContain("Failed");
    }
}
