package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform without any value, and what holds of every chart. */
class DefaultsTest {

    @Test
    void platformNeedsNoValue() {
        var manifests = Chart.platform().render();

        assertThat(manifests.all(Deployment.class))
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        "tigrit-auth", "tigrit-sessions", "tigrit-secrets", "tigrit-operator", "tigrit-valkey");
    }

    @Test
    void telegramIsOffWithoutBotToken() {
        assertThat(config("auth")).contains("enabled: false");
        assertThat(Chart.platform()
                        .set("global.telegram.botTokenSecret.name", "telegram")
                        .render()
                        .get(ConfigMap.class, "tigrit-auth")
                        .getData()
                        .get("application.yaml"))
                .contains("enabled: true");
    }

    @Test
    void noTwoObjectsShareTheirName() {
        assertThat(Chart.everything().render().objects())
                .extracting(
                        object -> object.getKind() + " " + object.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    @Test
    void noCustomResourceOfTheReleasesOwnDefinitionIsRendered() {
        assertThat(Chart.everything().render().all("ManagedSecret")).isEmpty();
    }

    @Test
    void everyObjectIsOfTheRelease() {
        assertThat(Chart.everything().render().objects())
                .filteredOn(object -> !object.getKind().equals("CustomResourceDefinition"))
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/instance", Chart.RELEASE))
                .extracting(HasMetadata::getMetadata)
                .allSatisfy(metadata -> assertThat(metadata.getNamespace()).isIn(null, Chart.NAMESPACE));
    }

    @Test
    void imagesHaveTheVersionOfTheBuild() throws IOException {
        var pom = Files.readString(Path.of("../../pom.xml"));

        assertThat(Chart.platform()
                        .render()
                        .pod("tigrit-auth")
                        .getContainers()
                        .getFirst()
                        .getImage())
                .startsWith("localhost/tigrit/auth:")
                .satisfies(image -> assertThat(pom)
                        .contains("<version>" + image.substring("localhost/tigrit/auth:".length()) + "</version>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth",
                "sessions",
                "secrets",
                "operator",
                "game-backend",
                "tigrit-bot",
                "tigrit-api",
                "platform",
            })
    void lintFindsNothing(String chart) {
        assertThat(Chart.of(chart).lint()).satisfies(result -> {
            assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
            assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
        });
    }

    private static @Nullable String config(String chart) {
        return Chart.platform()
                .render()
                .get(ConfigMap.class, "tigrit-" + chart)
                .getData()
                .get("application.yaml");
    }
}
