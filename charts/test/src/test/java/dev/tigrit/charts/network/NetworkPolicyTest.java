package dev.tigrit.charts.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code networkPolicy.enabled}. */
class NetworkPolicyTest {

    @Test
    void everyPodHasAPolicy() {
        var manifests = Chart.everything().render();

        assertThat(manifests.all(NetworkPolicy.class))
                .hasSize(Chart.SERVICES.size() + 1)
                .extracting(policy -> policy.getSpec().getPolicyTypes())
                .allSatisfy(types -> assertThat(types).containsExactly("Ingress", "Egress"));
    }

    @Test
    void policiesCanBeLeftToOthers() {
        var chart = Chart.platform();
        for (var service : new String[] {"auth", "sessions", "secrets", "operator"}) {
            chart.set(service + ".networkPolicy.enabled", false);
        }

        assertThat(chart.render().all(NetworkPolicy.class)).isEmpty();
    }

    @Test
    void secretsIsReachedByItsReadersAndTheOperatorAlone() {
        var secrets = policy(Chart.platform(), "secrets");

        assertThat(secrets.getIngress())
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.getFrom())
                        .hasSize(1)
                        .allSatisfy(
                                peer -> assertThat(peer.getNamespaceSelector()).isNull()));
        assertThat(secrets.getIngress()
                        .get(0)
                        .getFrom()
                        .getFirst()
                        .getPodSelector()
                        .getMatchExpressions()
                        .getFirst()
                        .getValues())
                .containsExactly("auth", "sessions", "game-backend", "tigrit-bot", "secrets-test");
        assertThat(secrets.getIngress()
                        .get(1)
                        .getFrom()
                        .getFirst()
                        .getPodSelector()
                        .getMatchLabels())
                .containsEntry("app.kubernetes.io/name", "operator");
        assertThat(secrets.getIngress().get(1).getPorts().getFirst().getPort().getStrVal())
                .isEqualTo("admin");
    }

    @Test
    void secretsConnectsToNobody() {
        assertThat(policy(Chart.platform(), "secrets").getEgress()).isEmpty();
    }

    @Test
    void callersThatReadKeysReachSecrets() {
        assertThat(egressPorts(Chart.everything(), "game-backend")).contains(8083);
        assertThat(egressPorts(Chart.everything(), "bot")).contains(8083);
        assertThat(egressPorts(Chart.everything(), "api")).doesNotContain(8083);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions", "operator"})
    void apiServerIsReachedWhereverItListens(String service) {
        assertThat(egressPorts(Chart.platform(), service)).contains(443, 6443, 8443, 16443);
        assertThat(egressPorts(Chart.platform().set("global.apiServerPorts[0]", 7443), service))
                .contains(7443)
                .doesNotContain(6443);
    }

    @Test
    void managementPortIsOpenedForTheNamedScraperOnly() {
        assertThat(policy(Chart.platform(), "auth").getIngress()).hasSize(1);

        var scraped = policy(
                Chart.platform()
                        .set(
                                "auth.networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name",
                                "monitoring"),
                "auth");

        assertThat(scraped.getIngress())
                .last()
                .satisfies(
                        rule -> assertThat(rule.getPorts().getFirst().getPort().getStrVal())
                                .isEqualTo("management"));
    }

    @Test
    void valkeyIsForSessionsAlone() {
        assertThat(policy(Chart.platform(), "valkey").getIngress())
                .singleElement()
                .satisfies(rule -> assertThat(
                                rule.getFrom().getFirst().getPodSelector().getMatchLabels())
                        .containsEntry("app.kubernetes.io/name", "sessions"));
    }

    private static List<Integer> egressPorts(Chart chart, String service) {
        return policy(chart, service).getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getIntVal())
                .toList();
    }

    private static NetworkPolicySpec policy(Chart chart, String service) {
        return chart.render().get(NetworkPolicy.class, "tigrit-" + service).getSpec();
    }
}
