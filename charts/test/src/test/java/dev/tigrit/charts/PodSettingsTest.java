package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.charts.kit.Chart;
import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What clusters require of pods and Services: each value is in what every chart renders, and a wrong one is refused. */
class PodSettingsTest {

    private static List<String> charts() {
        return Chart.SERVICES;
    }

    @ParameterizedTest
    @MethodSource("charts")
    void podHasWhatIsAddedToIt(String chart) {
        var pod = with(chart, """
                envFrom: [{secretRef: {name: proxy}}]
                extraVolumes: [{name: ca, configMap: {name: company-ca}}]
                extraVolumeMounts: [{name: ca, mountPath: /etc/company, readOnly: true}]
                initContainers: [{name: wait, image: "example.test/wait:1"}]
                extraContainers: [{name: proxy, image: "example.test/proxy:1"}]
                dnsPolicy: None
                dnsConfig: {nameservers: [192.0.2.1]}
                hostAliases: [{ip: 192.0.2.2, hostnames: [store.example]}]
                """).pod(deployment(chart));

        var container = pod.getContainers().getFirst();
        assertThat(container.getEnvFrom().getFirst().getSecretRef().getName()).isEqualTo("proxy");
        assertThat(container.getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("ca"))
                .singleElement()
                .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/etc/company"));
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("ca"))
                .singleElement()
                .satisfies(volume -> assertThat(volume.getConfigMap().getName()).isEqualTo("company-ca"));
        assertThat(pod.getInitContainers()).extracting(Container::getName).containsExactly("wait");
        assertThat(pod.getContainers()).extracting(Container::getName).containsExactly(chart, "proxy");
        assertThat(pod.getDnsPolicy()).isEqualTo("None");
        assertThat(pod.getDnsConfig().getNameservers()).containsExactly("192.0.2.1");
        assertThat(pod.getHostAliases().getFirst().getHostnames()).containsExactly("store.example");
    }

    @ParameterizedTest
    @MethodSource("charts")
    void serviceIsOfTheTypeAndTheFamiliesThatAreSet(String chart) {
        var service = with(chart, """
                service: {type: LoadBalancer, ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6, IPv4]}
                """).get(Service.class, deployment(chart)).getSpec();

        assertThat(service.getType()).isEqualTo("LoadBalancer");
        assertThat(service.getIpFamilyPolicy()).isEqualTo("PreferDualStack");
        assertThat(service.getIpFamilies()).containsExactly("IPv6", "IPv4");
    }

    @ParameterizedTest
    @MethodSource("charts")
    void probesAndSecurityContextsAreOverriddenMemberByMember(String chart) {
        var pod = with(chart, """
                probes: {startup: {failureThreshold: 600}, liveness: {periodSeconds: 30}, readiness: {timeoutSeconds: 9}}
                podSecurityContext: {fsGroupChangePolicy: OnRootMismatch, runAsUser: 1000}
                containerSecurityContext: {readOnlyRootFilesystem: false}
                """).pod(deployment(chart));

        var container = pod.getContainers().getFirst();
        assertThat(container.getStartupProbe().getFailureThreshold()).isEqualTo(600);
        assertThat(container.getStartupProbe().getPeriodSeconds()).isEqualTo(1);
        assertThat(container.getLivenessProbe().getPeriodSeconds()).isEqualTo(30);
        assertThat(container.getReadinessProbe().getTimeoutSeconds()).isEqualTo(9);
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
        assertThat(pod.getSecurityContext().getFsGroupChangePolicy()).isEqualTo("OnRootMismatch");
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(1000);
        assertThat(pod.getSecurityContext().getRunAsGroup()).isEqualTo(65532);
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    /** restricted-v2 of OpenShift refuses ids outside the range of the namespace. */
    @Test
    void clusterAssignsUserAndGroupWhereTheyAreNotFixed() {
        assertThat(Chart.everything()
                        .set("global.securityContext.fixedIds", false)
                        .render()
                        .pods())
                .hasSize(8)
                .extracting(PodSpec::getSecurityContext)
                .allSatisfy(context -> {
                    assertThat(context.getRunAsUser()).isNull();
                    assertThat(context.getRunAsGroup()).isNull();
                    assertThat(context.getFsGroup()).isNull();
                    assertThat(context.getRunAsNonRoot()).isTrue();
                });
    }

    @Test
    void strategyIsTheOneThatIsSet() {
        var strategy = with("auth", "strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}")
                .get(Deployment.class, "tigrit-auth")
                .getSpec()
                .getStrategy();

        assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThatThrownBy(() -> with("tigrit-bot", "strategy: {type: RollingUpdate}"))
                .hasMessageContaining("never be two pods");
    }

    @Test
    void existingServiceAccountIsUsedListedAndNotCreated() {
        var manifests = Chart.everything()
                .set("global.serviceAccounts.auth", "theirs")
                .set("global.serviceAccounts.operator", "keeper")
                .set("global.serviceAccounts.game-backend", "game")
                .render();

        assertThat(manifests.all(ServiceAccount.class))
                .extracting(account -> account.getMetadata().getName())
                .doesNotContain("tigrit-auth", "tigrit-operator", "tigrit-game-backend")
                .contains("tigrit-sessions");
        assertThat(manifests.pod("tigrit-auth").getServiceAccountName()).isEqualTo("theirs");
        assertThat(List.of("tigrit-auth", "tigrit-operator"))
                .extracting(name -> manifests
                        .get(RoleBinding.class, name)
                        .getSubjects()
                        .getFirst()
                        .getName())
                .containsExactly("theirs", "keeper");
        assertThat(manifests.get(ConfigMap.class, "tigrit-secrets").getData().get("application.yaml"))
                .contains("subject: team/keeper");
        assertThat(manifests.get(ConfigMap.class, "tigrit-sessions").getData().get("application.yaml"))
                .contains("[team/game]");
        assertThat(manifests
                        .get(ConfigMap.class, "tigrit-operator-defaults")
                        .getData()
                        .get("tigrit-jwt-secret.yaml"))
                .contains("team/theirs", "team/game");
    }

    @Test
    void commonLabelsAreOnEveryObjectAndPodButSelectNothing() {
        var manifests =
                Chart.everything().set("global.labels.cost-centre", "games").render();

        assertThat(manifests.objects())
                .filteredOn(object -> !object.getKind().equals("CustomResourceDefinition"))
                .allSatisfy(
                        object -> assertThat(object.getMetadata().getLabels()).containsEntry("cost-centre", "games"));
        assertThat(manifests.all(Deployment.class)).allSatisfy(deployment -> {
            assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                    .containsEntry("cost-centre", "games");
            assertThat(deployment.getSpec().getSelector().getMatchLabels()).doesNotContainKey("cost-centre");
        });
    }

    @Test
    void autoscalerAlsoGoesByMemoryAndBehavesAsSet() {
        var autoscaler = with("auth", """
                autoscaling: {enabled: true, targetMemory: 90, behavior: {scaleDown: {stabilizationWindowSeconds: 600}}}
                """)
                .get(HorizontalPodAutoscaler.class, "tigrit-auth")
                .getSpec();

        assertThat(autoscaler.getMetrics())
                .extracting(metric -> metric.getResource().getName())
                .containsExactly("cpu", "memory");
        assertThat(autoscaler.getBehavior().getScaleDown().getStabilizationWindowSeconds())
                .isEqualTo(600);
    }

    @Test
    void scrapeHasATimeOutAndRelabelings() {
        var monitor = (GenericKubernetesResource)
                with("auth", """
                serviceMonitor:
                  enabled: true
                  scrapeTimeout: 5s
                  relabelings: [{targetLabel: team, replacement: games}]
                  metricRelabelings: [{action: labeldrop, regex: pod}]
                networkPolicy: {metricsFrom: [{podSelector: {}}]}
                """).all("ServiceMonitor").getFirst();

        assertThat(monitor.<String>get("spec", "endpoints", 0, "scrapeTimeout")).isEqualTo("5s");
        assertThat(monitor.<String>get("spec", "endpoints", 0, "relabelings", 0, "targetLabel"))
                .isEqualTo("team");
        assertThat(monitor.<String>get("spec", "endpoints", 0, "metricRelabelings", 0, "action"))
                .isEqualTo("labeldrop");
    }

    @ParameterizedTest
    @CsvSource({
        "platform, auth.service.type, ExternalName",
        "platform, auth.service.ipFamilies[0], IPv5",
        "platform, auth.dnsPolicy, Host",
        "platform, auth.strategy.type, BlueGreen",
        "platform, auth.strategy.maxSurge, 1",
        "platform, auth.extraVolumes[0].configMap.name, x",
        "platform, auth.initContainers[0].name, x",
        "platform, auth.probes.live.periodSeconds, 1",
        "platform, auth.hostAliases[0].ip, 192.0.2.1",
        "platform, global.serviceAccounts.bots, x",
        "platform, global.labels.app\\.kubernetes\\.io/name, x",
    })
    void wrongSettingIsRefused(String chart, String key, String value) {
        assertThatThrownBy(() -> Chart.of(chart).set(key, value).render()).hasMessageContaining("schema");
    }

    @ParameterizedTest
    @MethodSource("charts")
    void everyChartHasNotes(String chart) {
        assertThat(Path.of("..", chart, "templates", "NOTES.txt")).exists();
    }

    private static String deployment(String chart) {
        return "tigrit-" + chart.replaceFirst("^tigrit-", "");
    }

    private static Manifests with(String chart, String values) {
        return Chart.everything().values(chart + ":\n" + values.indent(2)).render();
    }
}
