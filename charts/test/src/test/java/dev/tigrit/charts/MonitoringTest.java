package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
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
