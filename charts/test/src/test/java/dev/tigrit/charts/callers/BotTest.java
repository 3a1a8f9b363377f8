package dev.tigrit.charts.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.charts.kit.Chart;
import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mode} of the bot. */
class BotTest {

    @Test
    void pollingBotIsAloneAndUnreachable() {
        var manifests = Chart.everything().set("global.ingress.enabled", true).render();

        assertThat(manifests
                        .get(Deployment.class, "tigrit-bot")
                        .getSpec()
                        .getStrategy()
                        .getType())
                .isEqualTo("Recreate");
        assertThat(manifests.has(Ingress.class, "tigrit-bot")).isFalse();
        assertThat(manifests.get(NetworkPolicy.class, "tigrit-bot").getSpec().getIngress())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"replicas, 2", "autoscaling.enabled, true"})
    void pollingInSeveralPodsIsAnErrorAndWebhookIsNot(String key, Object value) {
        assertThatThrownBy(
                        () -> Chart.everything().set("tigrit-bot." + key, value).render())
                .hasMessageContaining("mode=polling")
                .hasMessageContaining("409");

        assertThat(webhook()
                        .set("tigrit-bot.webhook.secretSecret.name", "webhook")
                        .set("tigrit-bot." + key, value)
                        .render()
                        .has(Deployment.class, "tigrit-bot"))
                .isTrue();
    }

    @Test
    void webhookIsRoutedAndHasItsSecret() {
        var manifests =
                webhook().set("tigrit-bot.webhook.secretSecret.name", "webhook").render();

        assertThat(manifests
                        .get(Ingress.class, "tigrit-bot")
                        .getSpec()
                        .getRules()
                        .getFirst())
                .satisfies(rule -> {
                    assertThat(rule.getHost()).isEqualTo("bot.localhost");
                    assertThat(rule.getHttp().getPaths())
                            .singleElement()
                            .satisfies(path -> assertThat(path.getPath()).isEqualTo("/telegram/webhook"));
                });
        assertThat(manifests.pod("tigrit-bot").getContainers().getFirst().getEnv())
                .anyMatch(variable -> variable.getName().equals("TELEGRAM_WEBHOOK_SECRET"));
    }

    @Test
    void tokenIsFollowedInSecretsAndNotInTheEnvironment() {
        var manifests = Chart.everything().render();

        assertThat(manifests.pod("tigrit-bot").getContainers().getFirst().getEnv())
                .noneMatch(variable -> variable.getName().equals("TELEGRAM_BOT_TOKEN"));
        assertThat(configuration(manifests)).contains("https://tigrit-secrets.team.svc:8083");
        assertThat(egress(manifests)).contains("secrets");
    }

    @Test
    void tokenFromTheEnvironmentLeavesSecretsAlone() {
        var manifests =
                Chart.everything().set("tigrit-bot.environmentSecret", "bot").render();

        assertThat(manifests.pod("tigrit-bot").getContainers().getFirst().getEnv())
                .anyMatch(variable -> variable.getName().equals("TELEGRAM_BOT_TOKEN"));
        assertThat(configuration(manifests)).doesNotContain("tigrit-secrets");
        assertThat(egress(manifests)).doesNotContain("secrets");
    }

    @Test
    void webhookWithoutABotIsAnError() {
        assertThatThrownBy(() -> webhook()
                        .set("tigrit-bot.webhook.secretSecret.name", "webhook")
                        .set("global.telegram.botTokenSecret.name", "")
                        .render())
                .hasMessageContaining("global.telegram.botTokenSecret.name");
    }

    @Test
    void webhookWithoutItsSecretIsAnError() {
        assertThatThrownBy(() -> webhook().render()).hasMessageContaining("webhook.secretSecret.name");
    }

    @Test
    void callerWithoutDatabaseIsAnError() {
        assertThatThrownBy(() ->
                        Chart.platform().set("global.callers.api.enabled", true).render())
                .hasMessageContaining("database.host");
    }

    private static String configuration(Manifests manifests) {
        return manifests.get(ConfigMap.class, "tigrit-bot").getData().toString();
    }

    /** Charts of the release that it may connect to. */
    private static List<String> egress(Manifests manifests) {
        return manifests.get(NetworkPolicy.class, "tigrit-bot").getSpec().getEgress().stream()
                .flatMap(rule -> rule.getTo().stream())
                .map(peer -> peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/name"))
                .toList();
    }

    private static Chart webhook() {
        return Chart.everything().set("global.ingress.enabled", true).set("tigrit-bot.mode", "webhook");
    }
}
