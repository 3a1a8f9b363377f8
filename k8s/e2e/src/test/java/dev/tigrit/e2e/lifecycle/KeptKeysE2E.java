package dev.tigrit.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Session;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Consumers that run on while Secrets and operator go and come back: what they hold is never newer than what they are offered. */
@Order(12)
class KeptKeysE2E {

    private static final String KEY = "SESSION_SIGNING_KEY";

    @BeforeAll
    static void install() {
        Platform.ensure();
        Platform.upgrade();
        // An earlier chapter has given it an overlap.
        Platform.setRotation(KEY, Map.of("publishAhead", "0s"));
    }

    @Test
    @Order(1)
    void versionsGoOnWhenSecretsAndOperatorWereRemovedAndCameBack() {
        replaceKey();
        replaceKey();
        var version = version();
        var index = Platform.bundleIndex();
        removeSecretsAndOperator();
        assertThat(Platform.bundleIndex()).isEqualTo(index);

        Platform.upgrade();

        var before = Session.create("61");
        replaceKey();
        assertThat(version()).isGreaterThan(version);
        assertThat(Platform.bundleIndex().path("incarnation")).isEqualTo(index.path("incarnation"));
        assertNewKeySignsAndTheOldOneIsRefused(before);
    }

    /** Nothing remembers the versions but Sessions, which runs on. */
    @Test
    @Order(2)
    void bundleThatWasLostWithEverythingThatServedItIsTakenUpByConsumers() {
        var before = Session.create("62");
        var index = Platform.bundleIndex();
        removeSecretsAndOperator();
        Cluster.client()
                .secrets()
                .inNamespace(Platform.NAMESPACE)
                .withLabel("secrets.tigrit.dev/bundle")
                .delete();
        Platform.setGenerated(KEY, UUID.randomUUID() + "-" + UUID.randomUUID());

        Platform.upgrade();

        assertThat(version()).isEqualTo(1);
        assertThat(Platform.bundleIndex().path("incarnation").asString())
                .isGreaterThan(index.path("incarnation").asString());
        assertNewKeySignsAndTheOldOneIsRefused(before);
    }

    @Test
    @Order(3)
    void defaultThatSomebodyDeletesComesBackAndItsKeyStays() {
        var version = version();
        var session = Session.create("63");

        Cluster.client().resource(Platform.status(KEY)).delete();

        await("the default is there again")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(version()).isEqualTo(version));
        assertVerifyAlwaysAnswers(200, session);
    }

    /** As when both are switched off: what belongs to them is collected. The next upgrade brings them back. */
    private static void removeSecretsAndOperator() {
        for (var chart : new String[] {"operator", "secrets"}) {
            Cluster.client()
                    .apps()
                    .deployments()
                    .inNamespace(Platform.NAMESPACE)
                    .withName(Platform.name(chart))
                    .delete();
        }
        await("what belongs to them is collected")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Cluster.pods("secrets").isEmpty()
                        && Cluster.pods("operator").isEmpty()
                        && Cluster.client()
                                        .secrets()
                                        .inNamespace(Platform.NAMESPACE)
                                        .withName(Platform.name("secrets-tls"))
                                        .get()
                                == null);
    }

    private static void replaceKey() {
        var version = version();
        Platform.setGenerated(KEY, UUID.randomUUID() + "-" + UUID.randomUUID());
        await("the new key has a version").atMost(Duration.ofSeconds(30)).until(() -> version() > version);
    }

    /** Of every replica. A new CA reaches the pods that run by their mounts, which the kubelet renews about once a minute. */
    private static void assertNewKeySignsAndTheOldOneIsRefused(Session before) {
        await("the replaced key is refused")
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertVerifyAlwaysAnswers(401, before));
        await("the new key is accepted")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertVerifyAlwaysAnswers(200, Session.create("64")));
    }

    private static void assertVerifyAlwaysAnswers(int status, Session session) {
        for (var i = 0; i < 10; i++) {
            assertThat(session.call("verify").status()).isEqualTo(status);
        }
    }

    private static int version() {
        Integer version = Platform.status(KEY).get("status", "version");
        return version == null ? 0 : version;
    }
}
