package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;

/** Pod Security `restricted`, and who holds which token. */
class SecurityTest {

    private final Manifests manifests = Chart.everything().render();

    @Test
    void everyPodIsRestricted() {
        assertThat(manifests.pods()).hasSize(8).allSatisfy(SecurityTest::isRestricted);
    }

    @Test
    void apiTokenIsMountedOnlyWhereTheApiServerIsCalled() {
        assertThat(manifests.all(Deployment.class))
                .filteredOn(deployment ->
                        deployment.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken())
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactlyInAnyOrder("tigrit-auth", "tigrit-sessions", "tigrit-operator");
    }

    @Test
    void everyServiceAccountIsItsOwn() {
        assertThat(manifests.all(Deployment.class))
                .filteredOn(deployment -> !deployment.getMetadata().getName().endsWith("valkey"))
                .allSatisfy(deployment -> assertThat(
                                deployment.getSpec().getTemplate().getSpec().getServiceAccountName())
                        .isEqualTo(deployment.getMetadata().getName()));
    }

    @Test
    void tokensForServicesAreShortLivedAndOfThisInstallation() {
        assertThat(manifests.pods())
                .flatExtracting(PodSpec::getVolumes)
                .filteredOn(volume -> volume.getName().startsWith("token-"))
                .hasSizeGreaterThan(4)
                .allSatisfy(volume -> {
                    var token = volume.getProjected().getSources().getFirst().getServiceAccountToken();
                    assertThat(token.getExpirationSeconds()).isEqualTo(600);
                    assertThat(token.getAudience())
                            .isEqualTo(volume.getName().substring("token-".length()) + ".team.tigrit");
                });
    }

    @Test
    void podsWaitForTrustAndCertificate() {
        assertThat(manifests.pod("tigrit-secrets").getVolumes())
                .filteredOn(volume ->
                        volume.getName().equals("trust") || volume.getName().equals("tls"))
                .hasSize(2)
                .allSatisfy(volume -> assertThat(isOptional(volume)).isFalse());
    }

    @Test
    void bundleHasAnIndexAndSixteenShardsNoneOfWhichHasToBeThere() {
        assertThat(manifests.pod("tigrit-secrets").getVolumes())
                .filteredOn(volume -> volume.getName().equals("bundle"))
                .singleElement()
                .satisfies(volume -> assertThat(volume.getProjected().getSources())
                        .hasSize(17)
                        .allSatisfy(source ->
                                assertThat(source.getSecret().getOptional()).isTrue()));
    }

    @Test
    void noSecretIsInTheEnvironmentOfAPlatformWithoutDetachedServices() {
        assertThat(Chart.platform().render().pods())
                .flatExtracting(PodSpec::getContainers)
                .flatExtracting(Container::getEnv)
                .allSatisfy(variable -> assertThat(variable.getValueFrom()).isNull());
    }

    @Test
    void operatorReachesReplicasThatAreNotReady() {
        var admin = manifests.get(Service.class, "tigrit-secrets-admin").getSpec();

        assertThat(admin.getPublishNotReadyAddresses()).isTrue();
        assertThat(admin.getClusterIP()).isEqualTo("None");
    }

    private static boolean isOptional(Volume volume) {
        return volume.getSecret() == null
                ? Boolean.TRUE.equals(volume.getConfigMap().getOptional())
                : Boolean.TRUE.equals(volume.getSecret().getOptional());
    }

    private static void isRestricted(PodSpec pod) {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
        assertThat(pod.getContainers()).allSatisfy(container -> {
            var context = container.getSecurityContext();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getImage()).doesNotEndWith(":latest").contains(":");
            assertThat(container.getImagePullPolicy()).isEqualTo("IfNotPresent");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
    }
}
