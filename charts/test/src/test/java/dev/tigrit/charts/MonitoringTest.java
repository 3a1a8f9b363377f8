package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code serviceMonitor.enabled} and {@code prometheusRule.enabled}. */
class MonitoringTest {

    @Test
    void nothingNeedsThePrometheusOperatorByDefault() {
        assertThat(Chart.everything().render().objects())
                .noneMatch(object -> object.getApiVersion().startsWith("monitoring.coreos.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "auth, AuthDown;AuthLogDropped;AuthKeysStale;AuthIssuerWithoutKeys",
        "sessions, SessionsDown;SessionsLogDropped;SessionsStoreAway;SessionsKeyStale",
        "secrets, SecretsDown;SecretsLogDropped;SecretsReadsDenied",
        "operator, OperatorDown;SecretsNotDistributed;OperatorWatchStale;OperatorReplicaNotBelieved",
        "game-backend, GameBackendDown;GameBackendLogDropped",
        "tigrit-bot, TigritBotDown;TigritBotLogDropped",
        "tigrit-api, TigritApiDown;TigritApiLogDropped"
    })
    void managementPortIsScrapedAndAlertsAreThere(String service, String alerts) {
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
                        .allSatisfy(alert -> assertThat(String.valueOf(alert.get("expr")))
                                .contains("namespace=\"team\"", "service=\"tigrit-"))
                        .extracting(alert -> alert.get("alert"))
                        .isEqualTo(List.of(alerts.split(";"))));
    }
}
