package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.charts.kit.Chart;
import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No pod is rendered that waits for ever: for an object that nobody makes, or for keys that nobody serves. */
class WaitingTest {

    /** Another release, as the READMEs name it. */
    private static final String OTHER = "platform";

    private static final List<String> SWITCHES = List.of(
            "auth.enabled",
            "sessions.enabled",
            "secrets.enabled",
            "operator.enabled",
            "auth.trust.enabled",
            "sessions.trust.enabled");

    private static final Pattern COMMAND = Pattern.compile("(?s)helm install \\S+ charts/(\\S+)(.*?)```");
    private static final Pattern SETTING = Pattern.compile("--set (\\S+?)=(\\S+)");

    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions", "secrets", "operator", "game-backend", "tigrit-bot", "tigrit-api"})
    void chartAloneIsCompleteWithWhatItsReadmeSays(String chart) throws IOException {
        var commands = COMMAND.matcher(Files.readString(Path.of("..", chart, "README.md")))
                .results()
                .toList();

        assertThat(commands)
                .isNotEmpty()
                .allSatisfy(command -> assertThat(missing(chartOf(command))).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "auth, global.release.secrets",
        "sessions, environmentSecret",
        "secrets, platform",
        "game-backend, global.release.auth",
        "tigrit-bot, global.release.auth",
        "tigrit-api, global.release.auth"
    })
    void chartAloneWithoutThatSaysWhatIsMissing(String chart, String named) {
        assertThatThrownBy(() -> Chart.of(chart).render())
                .hasMessageContaining(chart + " alone")
                .hasMessageContaining(named);
    }

    /** Trust is enabled by default, and an operator keeps it. */
    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions"})
    void keysFromTheEnvironmentAreNotEnoughForAChartAlone(String chart) {
        assertThatThrownBy(
                        () -> Chart.of(chart).set("environmentSecret", "keys").render())
                .hasMessageContaining("trust.enabled=false");
    }

    @Test
    void platformWithoutItsOperatorSaysWhatToSet() {
        assertThatThrownBy(() -> Chart.platform().set("operator.enabled", false).render())
                .hasMessageContaining("operator.enabled=true");
    }

    /** With keys from Secrets, from the environment, and from another release; with callers and without. */
    @ParameterizedTest
    @CsvSource({
        "false, '', ''",
        "true, '', ''",
        "false, keys, ''",
        "true, keys, ''",
        "false, '', platform",
        "true, keys, platform"
    })
    void platformIsCompleteOrAnErrorWhateverIsSwitchedOff(boolean callers, String keys, String release) {
        var complete = new HashSet<Integer>();
        for (var on = 0; on < 1 << SWITCHES.size(); on++) {
            var chart = (callers ? Chart.everything() : Chart.platform())
                    .set("auth.environmentSecret", keys)
                    .set("sessions.environmentSecret", keys)
                    .set("tigrit-bot.environmentSecret", keys)
                    .set("game-backend.environmentSecret", keys)
                    .set("global.release.secrets", release);
            for (var bit = 0; bit < SWITCHES.size(); bit++) {
                chart.set(SWITCHES.get(bit), (on >> bit & 1) == 1);
            }
            try {
                assertThat(missing(chart))
                        .as("switches %s", Integer.toBinaryString(on))
                        .isEmpty();
                complete.add(on);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("set ");
            }
        }

        assertThat(complete).hasSizeBetween(2, 1 << SWITCHES.size());
    }

    @ParameterizedTest
    @CsvSource({
        "sessions.redis.caSecret.name, redis-ca, rediss://",
        "sessions.redis.cluster, true, redis.url",
        "sessions.redis.passwordSecret.name, redis, redis.url",
        "sessions.redis.username, sessions, redis.passwordSecret.name",
        "secrets.httpRoute.enabled, true, ingress.enabled",
        "auth.prometheusRule.enabled, true, serviceMonitor.enabled",
        "operator.prometheusRule.enabled, true, serviceMonitor.enabled",
        "auth.serviceMonitor.enabled, true, networkPolicy.metricsFrom",
        "global.httpRoute.enabled, true, parentRefs"
    })
    void valueThatNeedsAnotherNamesIt(String key, String value, String named) {
        assertThatThrownBy(() -> Chart.platform().set(key, typed(value)).render())
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        "sessions.redis.url, redis://redis, sessions.redis.urlSecret.name, redis, redis.urlSecret.name",
        "sessions.redis.url, redis://redis, sessions.redis.caSecret.name, redis-ca, rediss://",
        "sessions.redis.url, redis-sentinel://one#m, sessions.redis.cluster, true, Sentinels",
        "auth.autoscaling.enabled, true, auth.autoscaling.maxReplicas, 1, minReplicas",
        "global.ingress.enabled, true, auth.ingress.tlsSecret, wildcard, global.ingress.tls",
        "secrets.enabled, false, operator.enabled, true, auth.environmentSecret",
        "global.release.secrets, platform, secrets.enabled, false, operator.enabled=false"
    })
    void valuesThatContradictEachOtherAreAnError(String key, String value, String other, String value2, String named) {
        assertThatThrownBy(() -> Chart.platform()
                        .set(key, typed(value))
                        .set(other, typed(value2))
                        .render())
                .hasMessageContaining(named);
    }

    @Test
    void callerOfAServiceThatIsNotEnabledIsAnError() {
        assertThatThrownBy(() -> Chart.everything().set("auth.enabled", false).render())
                .hasMessageContaining("auth.enabled=true")
                .hasMessageContaining("global.release.auth");
    }

    private static Chart chartOf(MatchResult command) {
        var chart = Chart.of(command.group(1));
        SETTING.matcher(command.group(2))
                .results()
                .forEach(setting -> chart.set(setting.group(1), typed(setting.group(2))));
        return chart;
    }

    private static Object typed(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> value;
        };
    }

    /** What the pods cannot start without, or call, and is neither in the release, nor its operator's, nor named by the values. */
    private static Set<String> missing(Chart chart) {
        var manifests = chart.render();
        var there = new HashSet<>(Set.of(
                "keys", "bot", "postgres", OTHER + "-trust", OTHER + "-auth", OTHER + "-sessions", OTHER + "-secrets"));
        manifests
                .all(ConfigMap.class)
                .forEach(map -> there.add(map.getMetadata().getName()));
        manifests
                .all(Deployment.class)
                .forEach(deployment -> there.add(deployment.getMetadata().getName()));
        if (there.contains("tigrit-operator")) {
            there.addAll(Set.of("tigrit-trust", "tigrit-secrets-tls"));
        }
        return Stream.concat(manifests.pods().stream().flatMap(WaitingTest::needed), called(manifests))
                .filter(name -> !there.contains(name))
                .collect(Collectors.toSet());
    }

    private static Stream<String> needed(PodSpec pod) {
        var volumes = pod.getVolumes().stream().flatMap(WaitingTest::needed);
        var environment = pod.getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .map(EnvVar::getValueFrom)
                .flatMap(Stream::ofNullable)
                .map(EnvVarSource::getSecretKeyRef)
                .filter(reference -> !Boolean.TRUE.equals(reference.getOptional()))
                .map(reference -> reference.getName());
        return Stream.concat(volumes, environment);
    }

    private static Stream<String> needed(Volume volume) {
        return Stream.concat(
                Stream.ofNullable(volume.getConfigMap()).map(source -> source.getName()),
                Stream.ofNullable(volume.getSecret()).map(source -> source.getSecretName()));
    }

    /** Hosts in the namespace that the configurations name. */
    private static Stream<String> called(Manifests manifests) {
        return manifests.all(ConfigMap.class).stream()
                .flatMap(map -> Stream.ofNullable(map.getData()))
                .flatMap(data -> data.values().stream())
                .flatMap(text -> Pattern.compile("://([a-z-]+)\\." + Chart.NAMESPACE + "\\.svc")
                        .matcher(text)
                        .results())
                .map(host -> host.group(1));
    }
}
