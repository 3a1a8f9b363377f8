package dev.tigrit.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Helm;
import dev.tigrit.e2e.kit.cluster.Platform;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What is left when the release goes: what the policy keeps, and nothing else. */
@Order(13)
class UninstallE2E {

    @BeforeAll
    static void install() {
        Platform.ensure();
    }

    @Test
    void uninstallLeavesKeysVersionsAndTheirManagedSecretsBehindAndNothingElse() {
        var key = Platform.generated("SESSION_SIGNING_KEY");
        var index = Platform.bundleIndex();

        Helm.uninstall();

        await("the rest is collected")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(left())
                        .containsExactlyInAnyOrder(
                                "ManagedSecret e2e-session-signing-key",
                                "ManagedSecret e2e-jwt-secret",
                                "ManagedSecret e2e-internal-api-secret",
                                "ManagedSecret e2e-telegram-bot-token",
                                "ManagedSecret e2e-legacy-jwt-secret",
                                "Secret e2e-session-signing-key",
                                "Secret e2e-jwt-secret",
                                "Secret e2e-internal-api-secret",
                                "Secret e2e-legacy-jwt-secret",
                                "Secret e2e-secrets-bundle"));
        assertThat(Platform.bundleIndex()).isEqualTo(index);
        assertThat(Platform.generated("SESSION_SIGNING_KEY")).isEqualTo(key);
        assertThat(Cluster.definition().get()).isNotNull();
    }

    /** The definition that this release brought would be in the way of the next release of another name. */
    @AfterAll
    static void removeWhatIsKept() {
        Platform.removeKept();
    }

    /** Everything in the namespace that is named after the release. */
    private static List<String> left() {
        return Cluster.everything().stream()
                .filter(object -> object.substring(object.indexOf(' ') + 1).startsWith(Platform.RELEASE + "-"))
                // Which shards there are depends on the names of the keys.
                .filter(object -> !object.startsWith("Secret " + Platform.name("secrets-bundle") + "-"))
                .toList();
    }
}
