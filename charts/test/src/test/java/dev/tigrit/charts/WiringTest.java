package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tigrit.charts.kit.Chart;
import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told of whom: callers, the store, keys from the environment. */
class WiringTest {

    @Test
    void callersAreInstalledAndLetInOnlyWhenSwitchedOn() {
        var without = Chart.platform().render();
        var with = Chart.everything().render();

        assertThat(without.has(Deployment.class, "tigrit-bot")).isFalse();
        assertThat(config(without, "auth", "auth", "callers")).isNull();
        assertThat(config(with, "auth", "auth", "callers"))
                .isEqualTo(Map.of("[team/tigrit-bot]", List.of("ensure-telegram-user")));
        assertThat(config(with, "sessions", "sessions", "callers", "[team/tigrit-game-backend]"))
                .isNotNull();
        assertThat(with.has(Deployment.class, "tigrit-bot")).isTrue();
    }

    @Test
    void moreCallersCanBeLetIn() {
        var manifests = Chart.platform()
                .set("sessions.callers.shop/checkout[0]", "create")
                .render();

        assertThat(config(manifests, "sessions", "sessions", "callers"))
                .isEqualTo(Map.of("[shop/checkout]", List.of("create")));
        assertThatThrownBy(() -> Chart.platform()
                        .set("sessions.callers.shop/checkout[0]", "everything")
                        .render())
                .hasMessageContaining("checkout");
    }

    @Test
    void storeOfOnesOwnReplacesTheTrialsValkey() {
        var manifests =
                Chart.platform().set("sessions.redis.url", "redis://redis:6379").render();

        assertThat(manifests.has(Deployment.class, "tigrit-valkey")).isFalse();
        assertThat(config(manifests, "sessions", "sessions", "redis", "url")).isEqualTo("redis://redis:6379");
    }

    @Test
    void urlOfTheStoreWithAPasswordComesFromASecret() {
        var manifests =
                Chart.platform().set("sessions.redis.urlSecret.name", "redis").render();

        assertThat(manifests.has(Deployment.class, "tigrit-valkey")).isFalse();
        assertThat(environment(manifests, "sessions"))
                .filteredOn(variable -> variable.getName().equals("SESSIONS_REDIS_URL"))
                .singleElement()
                .satisfies(variable -> assertThat(
                                variable.getValueFrom().getSecretKeyRef().getKey())
                        .isEqualTo("url"));
    }

    @Test
    void passwordOfTheStoreComesFromASecretOfItsOwn() {
        var manifests = Chart.platform()
                .set("sessions.redis.url", "redis://redis:6379")
                .set("sessions.redis.username", "sessions")
                .set("sessions.redis.passwordSecret.name", "redis")
                .render();

        assertThat(config(manifests, "sessions", "sessions", "redis", "username"))
                .isEqualTo("sessions");
        assertThat(environment(manifests, "sessions"))
                .filteredOn(variable -> variable.getName().equals("SESSIONS_REDIS_PASSWORD"))
                .singleElement()
                .extracting(variable -> variable.getValueFrom().getSecretKeyRef())
                .returns("redis", SecretKeySelector::getName)
                .returns("password", SecretKeySelector::getKey);
    }

    @Test
    void otherNameHasTheObjectsOfAReleaseOfThatName() {
        assertThat(Chart.everything().set("global.nameOverride", "shop").text())
                .isEqualTo(Chart.everything().named("shop").text())
                .isNotEqualTo(Chart.everything().text());
    }

    @Test
    void authorityOfTheStoreIsMountedWhereTheServiceLooks() {
        var manifests = Chart.platform()
                .set("sessions.redis.url", "rediss://redis:6379")
                .set("sessions.redis.caSecret.name", "redis-ca")
                .render();
        var pod = manifests.pod("tigrit-sessions");

        assertThat(config(manifests, "sessions", "sessions", "redis", "ca-file"))
                .isEqualTo("/etc/tigrit/redis/ca.crt");
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("redis-ca"))
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.getSecret().getSecretName()).isEqualTo("redis-ca");
                    assertThat(volume.getSecret().getItems())
                            .extracting(KeyToPath::getKey, KeyToPath::getPath)
                            .containsExactly(tuple("ca.crt", "ca.crt"));
                });
        assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .extracting(VolumeMount::getName, VolumeMount::getMountPath)
                .contains(tuple("redis-ca", "/etc/tigrit/redis"));
        assertThat(config(Chart.platform().render(), "sessions", "sessions", "redis", "ca-file"))
                .isNull();
    }

    @Test
    void detachedServiceIsNotToldOfSecrets() {
        var manifests = Chart.platform().set("auth.environmentSecret", "keys").render();

        assertThat(environment(manifests, "auth"))
                .filteredOn(variable -> variable.getValueFrom() != null)
                .extracting(EnvVar::getName)
                .contains("TELEGRAM_BOT_TOKEN", "JWT_SECRET_PREVIOUS", "INTERNAL_API_SECRET");
        assertThat(config(manifests, "auth", "auth", "secrets")).isNull();
        assertThat(manifests.pod("tigrit-auth").getVolumes())
                .noneMatch(volume -> volume.getName().equals("token-secrets"));
    }

    @Test
    void detachedServiceWithoutTrustWaitsForNobody() {
        var manifests = Chart.of("auth")
                .set("environmentSecret", "keys")
                .set("trust.enabled", false)
                .render();

        assertThat(manifests.pod("tigrit-auth").getVolumes())
                .extracting(volume -> volume.getName())
                .containsExactly("tmp");
    }

    @Test
    void servicesWithApiReadExactlyTheirConfigMap() {
        assertThat(environment(Chart.platform().render(), "auth"))
                .extracting(EnvVar::getName, EnvVar::getValue)
                .contains(
                        tuple("TIGRIT_CONFIG_SOURCE", "kubernetes:"),
                        tuple("SPRING_CLOUD_KUBERNETES_CONFIG_NAME", "tigrit-auth"),
                        tuple("SPRING_CLOUD_KUBERNETES_CONFIG_NAMESPACE", "team"),
                        tuple("SPRING_CLOUD_KUBERNETES_CONFIG_FAILFAST", "true"));
    }

    @Test
    void usersPropertiesWinOverTheCharts() {
        var manifests = Chart.platform()
                .set("auth.config.auth.secrets.timeout", "1s")
                .set("auth.config.auth.jwks.floor", "20s")
                .render();

        assertThat(config(manifests, "auth", "auth", "secrets", "timeout")).isEqualTo("1s");
        assertThat(config(manifests, "auth", "auth", "jwks", "floor")).isEqualTo("20s");
        assertThat(config(manifests, "auth", "auth", "secrets", "url"))
                .isEqualTo("https://tigrit-secrets.team.svc:8083");
    }

    @Test
    void imagesCanComeFromAnywhere() {
        var manifests = Chart.platform()
                .set("global.image.registry", "mirror.example")
                .set("global.image.tag", "v7")
                .set("secrets.image.digest", "sha256:abc")
                .set("global.image.pullSecrets[0].name", "mirror")
                .render();

        assertThat(manifests.pod("tigrit-auth").getContainers().getFirst().getImage())
                .isEqualTo("mirror.example/tigrit/auth:v7");
        assertThat(manifests.pod("tigrit-secrets").getContainers().getFirst().getImage())
                .isEqualTo("mirror.example/tigrit/secrets@sha256:abc");
        assertThat(manifests.pods())
                .allSatisfy(pod -> assertThat(pod.getImagePullSecrets()).hasSize(1));
    }

    @Test
    void imagesOfOthersCanBePinned() {
        assertThat(Chart.platform()
                        .set("sessions.valkey.image.digest", "sha256:abc")
                        .render()
                        .pod("tigrit-valkey")
                        .getContainers()
                        .getFirst()
                        .getImage())
                .isEqualTo("valkey/valkey:8.1@sha256:abc");
    }

    private static List<EnvVar> environment(Manifests manifests, String service) {
        return manifests.pod("tigrit-" + service).getContainers().getFirst().getEnv();
    }

    /** The value at a path; null where there is none. */
    private static @Nullable Object config(Manifests manifests, String service, String... path) {
        Object value = Serialization.unmarshal(
                manifests.get(ConfigMap.class, "tigrit-" + service).getData().get("application.yaml"), Map.class);
        for (var key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
