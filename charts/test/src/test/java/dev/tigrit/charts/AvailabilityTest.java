package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pdb.enabled}, {@code autoscaling.enabled}, {@code topologySpread.enabled}, and how a rollout goes. */
class AvailabilityTest {

    @Test
    void onlySecretsIsGuardedByDefault() {
        var manifests = Chart.platform().render();

        assertThat(manifests.all(PodDisruptionBudget.class))
                .extracting(budget -> budget.getMetadata().getName())
                .containsExactly("tigrit-secrets");
        assertThat(manifests.all(HorizontalPodAutoscaler.class)).isEmpty();
        assertThat(manifests.pod("tigrit-secrets").getTopologySpreadConstraints())
                .hasSize(1);
        assertThat(manifests.pod("tigrit-auth").getTopologySpreadConstraints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions", "secrets"})
    void everyServiceCanHaveThemAll(String service) {
        var manifests = Chart.platform()
                .set(service + ".pdb.enabled", true)
                .set(service + ".pdb.maxUnavailable", "50%")
                .set(service + ".topologySpread.enabled", true)
                .set(service + ".autoscaling.enabled", true)
                .set(service + ".autoscaling.maxReplicas", 9)
                .render();
        var name = "tigrit-" + service;

        assertThat(manifests
                        .get(PodDisruptionBudget.class, name)
                        .getSpec()
                        .getMaxUnavailable()
                        .getStrVal())
                .isEqualTo("50%");
        assertThat(manifests.pod(name).getTopologySpreadConstraints()).hasSize(1);
        assertThat(manifests.get(HorizontalPodAutoscaler.class, name).getSpec().getMaxReplicas())
                .isEqualTo(9);
        // Of a cluster that runs the release already it is as many as there are, see AutoscalingE2E.
        assertThat(manifests.get(Deployment.class, name).getSpec().getReplicas())
                .isNull();
    }

    /** One that has to be available cannot go, if it is the only one, and the node is drained for ever. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void drainTakesAPodOfAnyNumber(int replicas) {
        var manifests = Chart.everything()
                .set("tigrit-bot.pdb.enabled", true)
                .set("operator.pdb.enabled", true)
                .set("secrets.replicas", replicas)
                .render();

        assertThat(manifests.all(PodDisruptionBudget.class)).hasSize(3).allSatisfy(budget -> {
            assertThat(budget.getSpec().getMinAvailable()).isNull();
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "none"})
    void budgetThatNoDrainSurvivesIsRefused(String budget) {
        assertThatThrownBy(() -> Chart.platform()
                        .set("secrets.pdb.maxUnavailable", budget)
                        .render())
                .hasMessageContaining("maxUnavailable");
        assertThatThrownBy(() ->
                        Chart.platform().set("secrets.pdb.maxUnavailable", 0).render())
                .hasMessageContaining("maxUnavailable");
    }

    /** A constraint by zone makes the scheduler ignore nodes without one, and that by node with it. */
    @Test
    void replicasPreferOtherNodesAndWhereThereAreSomeOtherZones() {
        var pod = Chart.platform().render().pod("tigrit-secrets");

        // Each rollout is spread by itself, whatever is left of the one before.
        assertThat(pod.getTopologySpreadConstraints()).singleElement().satisfies(spread -> {
            assertThat(spread.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
            assertThat(spread.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
            assertThat(spread.getMatchLabelKeys()).containsExactly("pod-template-hash");
        });
        assertThat(pod.getAffinity().getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(preference -> {
                    var zone = preference.getPodAffinityTerm();
                    assertThat(zone.getTopologyKey()).isEqualTo("topology.kubernetes.io/zone");
                    assertThat(zone.getMatchLabelKeys()).containsExactly("pod-template-hash");
                    assertThat(zone.getLabelSelector().getMatchLabels())
                            .isEqualTo(pod.getTopologySpreadConstraints()
                                    .getFirst()
                                    .getLabelSelector()
                                    .getMatchLabels());
                });
    }

    @Test
    void affinityOfTheUsersOwnStaysAsItIs() {
        var pod = Chart.platform()
                .set(
                        "secrets.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey",
                        "rack")
                .render()
                .pod("tigrit-secrets");

        assertThat(pod.getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .extracting(term -> term.getTopologyKey())
                .containsExactly("rack");
    }

    @Test
    void rolloutTakesNoPodAwayBeforeItsSuccessorIsReadyAndProxiesHaveHeard() {
        assertThat(Chart.platform().render().all(Deployment.class))
                .filteredOn(deployment -> !deployment.getMetadata().getName().endsWith("valkey"))
                .hasSize(4)
                .allSatisfy(deployment -> {
                    var strategy = deployment.getSpec().getStrategy().getRollingUpdate();
                    assertThat(strategy.getMaxUnavailable().getIntVal()).isZero();
                    var pod = deployment.getSpec().getTemplate().getSpec();
                    var lifecycle = pod.getContainers().getFirst().getLifecycle();
                    // Nobody sends the operator requests.
                    if (deployment.getMetadata().getName().equals("tigrit-operator")) {
                        assertThat(lifecycle).isNull();
                        return;
                    }
                    var drain = lifecycle.getPreStop().getSleep().getSeconds();
                    assertThat(drain).isPositive();
                    assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(drain + 20);
                });
    }

    /** Kubernetes refuses a sleep of no seconds until 1.33. */
    @Test
    void noDrainIsNoHook() {
        assertThat(Chart.platform()
                        .set("auth.drainSeconds", 0)
                        .render()
                        .pod("tigrit-auth")
                        .getContainers()
                        .getFirst()
                        .getLifecycle())
                .isNull();
    }

    @Test
    void changedConfigurationRestartsThePods() {
        assertThat(checksum(Chart.platform()))
                .isEqualTo(checksum(Chart.platform()))
                .isNotEqualTo(checksum(Chart.platform().set("auth.telegram.max-age", "1h")));
    }

    private static @Nullable String checksum(Chart chart) {
        return chart.render()
                .get(Deployment.class, "tigrit-auth")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get("checksum/config");
    }
}
