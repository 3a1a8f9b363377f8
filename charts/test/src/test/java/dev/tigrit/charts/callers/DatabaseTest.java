package dev.tigrit.charts.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code database.*} of each caller. */
class DatabaseTest {

    @ParameterizedTest
    @ValueSource(strings = {"game-backend", "tigrit-bot", "tigrit-api"})
    void withoutAnAuthorityTheModeIsTheValuesAndNothingIsMounted(String caller) {
        var pod = pod(Chart.everything().set(caller + ".database.sslMode", "require"), caller);

        assertThat(environment(pod))
                .extracting(EnvVar::getName, EnvVar::getValue)
                .contains(tuple("DATABASE_SSLMODE", "require"))
                .doesNotContain(tuple("DATABASE_CA", "/etc/tigrit/database/ca.crt"));
        assertThat(pod.getVolumes()).noneMatch(volume -> volume.getName().equals("database-ca"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"game-backend", "tigrit-bot", "tigrit-api"})
    void withAnAuthorityTheServerIsVerified(String caller) {
        var pod = pod(
                Chart.everything()
                        .set(caller + ".database.caSecret.name", "postgres-ca")
                        .set(caller + ".database.caSecret.key", "root.pem"),
                caller);

        assertThat(environment(pod))
                .extracting(EnvVar::getName, EnvVar::getValue)
                .contains(tuple("DATABASE_SSLMODE", "verify-full"), tuple("DATABASE_CA", "/etc/tigrit/database/ca.crt"))
                .doesNotContain(tuple("DATABASE_SSLMODE", "prefer"));
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("database-ca"))
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.getSecret().getSecretName()).isEqualTo("postgres-ca");
                    // No other key of it: there may be one that is nobody's business here.
                    assertThat(volume.getSecret().getItems()).singleElement().satisfies(item -> {
                        assertThat(item.getKey()).isEqualTo("root.pem");
                        assertThat(item.getPath()).isEqualTo("ca.crt");
                    });
                });
        assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("database-ca"))
                .singleElement()
                .satisfies(mount -> {
                    assertThat(mount.getMountPath()).isEqualTo("/etc/tigrit/database");
                    assertThat(mount.getReadOnly()).isTrue();
                });
    }

    private static PodSpec pod(Chart chart, String caller) {
        return chart.render().pod("tigrit-" + caller.replace("tigrit-", ""));
    }

    private static List<EnvVar> environment(PodSpec pod) {
        return pod.getContainers().getFirst().getEnv();
    }
}
