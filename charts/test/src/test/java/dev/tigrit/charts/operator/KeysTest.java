package dev.tigrit.charts.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code crds.enabled}, {@code defaults.enabled} and the documents that the leader applies. */
class KeysTest {

    @Test
    void definitionIsTheOperatorsAndStaysWhenTheReleaseGoes() throws IOException {
        var rendered = Chart.of("operator")
                .render()
                .all(CustomResourceDefinition.class)
                .getFirst();
        var own = Serialization.unmarshal(
                Files.readString(Path.of("../operator/files/crd.yaml")), CustomResourceDefinition.class);

        assertThat(rendered.getSpec()).isEqualTo(own.getSpec());
        assertThat(rendered.getMetadata().getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
    }

    @Test
    void definitionCanBeLeftToOthers() {
        assertThat(Chart.of("operator").set("crds.enabled", false).render().all(CustomResourceDefinition.class))
                .isEmpty();
    }

    @Test
    void keysOfTheServicesAreMadeAndReadByThoseWhoNeedThem() {
        var documents = documents(Chart.platform());

        assertThat(documents)
                .containsOnlyKeys(
                        "tigrit-session-signing-key.yaml", "tigrit-jwt-secret.yaml", "tigrit-internal-api-secret.yaml");
        assertThat(spec(documents, "session-signing-key"))
                .containsEntry("key", "SESSION_SIGNING_KEY")
                .containsEntry("generate", Map.of())
                .containsEntry("readers", List.of("team/tigrit-sessions"));
        assertThat(spec(documents, "jwt-secret")).containsEntry("readers", List.of("team/tigrit-auth"));
        assertThat(spec(documents, "internal-api-secret"))
                .containsEntry("readers", List.of("team/tigrit-auth", "team/tigrit-sessions"));
    }

    @Test
    void botTokenComesFromTheSecretThatIsNamed() {
        var documents = documents(Chart.everything());

        assertThat(spec(documents, "telegram-bot-token"))
                .containsEntry("secretRef", Map.of("name", "telegram", "key", "token"))
                .containsEntry("readers", List.of("team/tigrit-auth", "team/tigrit-bot"));
        assertThat(spec(documents, "jwt-secret"))
                .containsEntry("readers", List.of("team/tigrit-auth", "team/tigrit-game-backend"));
        // Its callers have service accounts.
        assertThat(spec(documents, "internal-api-secret"))
                .containsEntry("readers", List.of("team/tigrit-auth", "team/tigrit-sessions"));
        assertThat(spec(documents(Chart.everything().set("global.callers.bot.enabled", false)), "telegram-bot-token"))
                .containsEntry("readers", List.of("team/tigrit-auth"));
    }

    @Test
    void keysAndReadersCanBeAddedAndTheDefaultsLeftOut() {
        var documents = documents(Chart.platform()
                .set("operator.defaults.readers.JWT_SECRET[0]", "shop/issuer")
                .set("operator.managedSecrets.partner.key", "PARTNER_SECRET")
                .set("operator.managedSecrets.partner.secretRef.name", "partner"));

        assertThat(spec(documents, "jwt-secret")).containsEntry("readers", List.of("team/tigrit-auth", "shop/issuer"));
        assertThat(documents).containsKey("partner.yaml");
        assertThat(documents(Chart.platform().set("operator.defaults.enabled", false)))
                .isEmpty();
    }

    @Test
    void rotationOfADefaultKeyIsAValue() {
        var documents = documents(Chart.platform()
                .set("operator.defaults.rotation.JWT_SECRET.interval", "720h")
                .set("operator.defaults.rotation.JWT_SECRET.overlap", "24h"));

        assertThat(spec(documents, "jwt-secret"))
                .containsEntry("rotation", Map.of("interval", "720h", "overlap", "24h"));
        assertThat(spec(documents, "session-signing-key")).doesNotContainKey("rotation");
    }

    @ParameterizedTest
    @CsvSource({
        "PARTNER_SECRET.overlap, is not a default key",
        "TELEGRAM_BOT_TOKEN.interval, Telegram makes the bot token",
        "JWT_SECRET.interval, needs an overlap"
    })
    void rotationThatCannotWorkIsRefused(String rotation, String message) {
        var chart = Chart.everything().set("operator.defaults.rotation." + rotation, "24h");

        assertThatThrownBy(chart::render).hasMessageContaining(message);
    }

    @Test
    void configurationIsWhatTheOperatorReads() {
        assertThat(configuration(Chart.platform().set("operator.config.settle", "PT1S")))
                .isEqualTo(Map.of(
                        "release",
                        "tigrit",
                        "namespace",
                        "team",
                        "namespaces",
                        Map.of("team", List.of("*")),
                        "quota",
                        Map.of("keys", 200, "bytes", 524288, "namespaces", Map.of()),
                        "certificate",
                        Map.of("mode", "operator"),
                        "settle",
                        "PT1S"));
    }

    @Test
    void releasesOwnNamespaceStaysWatchedWhenOthersAreNamed() {
        assertThat(namespaces(Chart.platform().set("operator.namespaces.shop[0]", "SHOP_*")))
                .isEqualTo(Map.of("team", List.of("*"), "shop", List.of("SHOP_*")));
        assertThat(namespaces(Chart.platform().set("operator.namespaces.team[0]", "JWT_SECRET")))
                .isEqualTo(Map.of("team", List.of("JWT_SECRET")));
    }

    private static @Nullable Object namespaces(Chart chart) {
        return configuration(chart).get("namespaces");
    }

    private static Map<String, Object> configuration(Chart chart) {
        var yaml =
                chart.render().get(ConfigMap.class, "tigrit-operator").getData().get("operator.yaml");
        return Serialization.unmarshal(yaml, new TypeReference<Map<String, Object>>() {});
    }

    private static Map<String, String> documents(Chart chart) {
        var data =
                chart.render().get(ConfigMap.class, "tigrit-operator-defaults").getData();
        return data == null ? Map.of() : data;
    }

    private static Map<String, Object> spec(Map<String, String> documents, String name) {
        return Serialization.unmarshal(documents.get("tigrit-" + name + ".yaml"), GenericKubernetesResource.class)
                .get("spec");
    }
}
