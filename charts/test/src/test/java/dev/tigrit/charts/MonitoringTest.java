package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code serviceMonitor.enabled} and {@code prometheusRule.enabled}. */
class MonitoringTest {

    @Test
    void nothingNeedsThePrometheusOperatorByDefault() {
        assertThat(Chart.everything().render().objects())
                .noneMatch(object -> object.getApiVersion().startsWith("monitoring.coreos.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions", "secrets", "operator", "game-backend", "tigrit-bot", "tigrit-api"})
    void managementPortIsScrapedAndAlertsAreOfThisRelease(String service) {
        var manifests = Chart.everything()
                .set(service + ".serviceMonitor.enabled", true)
                .set(service + ".serviceMonitor.labels.release", "prometheus")
                .set(service + ".prometheusRule.enabled", true)
                .set(service + ".networkPolicy.metricsFrom[0].podSelector.matchLabels.app", "prometheus")
                .render();

        assertThat(manifests.all("ServiceMonitor")).singleElement().satisfies(monitor -> {
            assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
            assertThat(((GenericKubernetesResource) monitor).<Object>get("spec", "endpoints", 0, "port"))
                    .isEqualTo("management");
        });
        assertThat(manifests.all("PrometheusRule"))
                .singleElement()
                .satisfies(rule -> assertThat(((GenericKubernetesResource) rule)
                                .<List<Map<String, ?>>>get("spec", "groups", 0, "rules"))
                        .isNotEmpty()
                        .allSatisfy(alert -> assertThat(String.valueOf(alert.get("expr")))
                                .contains("namespace=\"team\"", "service=\"tigrit-")));
    }

    /** docs/log-levels.md. */
    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions", "secrets", "game-backend", "tigrit-bot", "tigrit-api"})
    void logLevelIsConfigurationAndStartsNewPods(String service) {
        var before = Chart.everything().render();
        var after = Chart.everything()
                .values(service + ": {config: {logging: {level: {dev.tigrit: debug}}}}")
                .render();

        var name = "tigrit-" + service.replace("tigrit-", "");
        assertThat(after.get(ConfigMap.class, name).getData().get("application.yaml"))
                .contains("logging:\n  level:\n    dev.tigrit: debug\n");
        assertThat(checksum(after, name)).isNotEqualTo(checksum(before, name));
    }

    private static String checksum(Manifests manifests, String name) {
        return manifests
                .get(Deployment.class, name)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .getOrDefault("checksum/config", "");
    }

    @Test
    void dashboardsAreConfigMapsForGrafanasSidecar() {
        var dashboards = Chart.platform().set("dashboards.enabled", true).render().all(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().startsWith("tigrit-dashboard-"))
                .toList();

        assertThat(dashboards)
                .extracting(map -> map.getMetadata().getName())
                .containsExactly(
                        "tigrit-dashboard-keys",
                        "tigrit-dashboard-operator",
                        "tigrit-dashboard-overview",
                        "tigrit-dashboard-sessions");
        assertThat(dashboards).allSatisfy(map -> {
            assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
            assertThat(map.getData().values()).singleElement().satisfies(json -> {
                var dashboard = JsonMapper.shared().readTree(json);
                assertThat(dashboard.path("uid").asString()).startsWith("tigrit-");
                assertThat(dashboard.findValuesAsString("expr")).isNotEmpty();
            });
        });
        assertThat(Chart.platform().render().all(ConfigMap.class))
                .noneMatch(map -> map.getMetadata().getName().contains("dashboard"));
    }
}
