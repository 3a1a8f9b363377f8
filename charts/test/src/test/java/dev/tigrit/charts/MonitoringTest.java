package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serviceMonitor.enabled} and {@code prometheusRule.enabled}. */
class MonitoringTest {

    @Test
    void nothingNeedsThePrometheusOperatorByDefault() {
        assertThat(Chart.everything().render().objects())
                .noneMatch(object -> object.getApiVersion().startsWith("monitoring.coreos.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions", "secrets", "operator"})
    void managementPortIsScrapedAndAlertsAreThere(String service) {
        var manifests = Chart.platform()
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
                .satisfies(rule -> assertThat(
                                ((GenericKubernetesResource) rule).<List<?>>get("spec", "groups", 0, "rules"))
                        .isNotEmpty());
    }
}
