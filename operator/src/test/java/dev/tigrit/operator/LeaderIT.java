package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.testkit.NeedsApiServer;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas of the operator. */
@NeedsApiServer
class LeaderIT {

    private Release release;

    @BeforeEach
    void install() throws Exception {
        release = new Release("leader");
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    @Test
    void standbyTakesOverAtOnceWhenTheLeaderEnds() throws Exception {
        var leader = release.operator("lease: {duration: PT30S, renew: PT20S, retry: PT0.5S}");
        await().atMost(Duration.ofSeconds(10)).until(leader::isLeading);
        var standby = release.operator("lease: {duration: PT30S, renew: PT20S, retry: PT0.5S}");
        var replica = release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
        assertThat(standby.isLeading()).isFalse();
        var pushes = replica.pushes().size();

        leader.close();

        await().atMost(Duration.ofSeconds(10)).until(standby::isLeading);
        await().atMost(Duration.ofSeconds(10)).until(() -> Release.metric(standby, "tigrit_operator_passes_total") > 0);
        assertThat(replica.pushes()).hasSize(pushes);
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:two");
    }

    @Test
    void leaderWhoseLeaseIsStolenStopsAndCompetesAgain() throws Exception {
        var leader = release.operator();
        await().atMost(Duration.ofSeconds(10)).until(leader::isLeading);

        lease(lease -> {
            lease.getSpec().setHolderIdentity("thief");
            lease.getSpec().setLeaseDurationSeconds(2);
            return lease;
        });

        await().atMost(Duration.ofSeconds(10)).until(() -> !leader.isLeading());
        await().atMost(Duration.ofSeconds(20)).until(leader::isLeading);
        await().atMost(Duration.ofSeconds(10)).until(() -> leader.loop() != null);
    }

    /** Again when the leader has renewed it meanwhile. */
    private void lease(UnaryOperator<Lease> edit) {
        var lease = release.client.leases().inNamespace(release.namespace).withName("tigrit-operator");
        await().ignoreExceptionsInstanceOf(KubernetesClientException.class).until(() -> lease.edit(edit) != null);
    }

    @Test
    void whoDoesNotKnowThatItIsReplacedWritesNothing() throws Exception {
        var old = release.operator();
        var replica = release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
        // Two that both believe to lead: each has a lease of its own, as after a pause that was longer than the lease.
        var other = release.operatorWithoutElection();

        for (var edit = 0; edit < 10; edit++) {
            var value = "42:edit-" + edit;
            release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", value));
            release.awaitServed("TELEGRAM_BOT_TOKEN", value);
        }

        // Neither has skipped or repeated a version: whoever lost a race has read again before it decided.
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(release.status("bot").version()).isEqualTo(11);
            assertThat(Objects.requireNonNull(replica.entry("TELEGRAM_BOT_TOKEN"))
                            .path("version")
                            .asLong())
                    .isEqualTo(11);
        });
        assertThat(old.isLeading()).isTrue();
        other.close();
    }
}
