package dev.tigrit.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.Load;
import dev.tigrit.e2e.kit.http.Metrics;
import dev.tigrit.e2e.kit.http.Session;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** One service after the other goes to the next format of what it writes, and back, while the others stay as they are, under load. */
@Order(9)
class FormatE2E {

    private static final List<String> KEYS =
            List.of("SESSION_SIGNING_KEY", "JWT_SECRET", "INTERNAL_API_SECRET", "TELEGRAM_BOT_TOKEN");

    /** Presented by the load again and again, whatever format they were written in. */
    private static final List<Session> PRESENTED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void install() {
        Platform.ensure();
        // Nothing of an earlier run, or the first upgrade would change more than one service.
        Platform.upgrade();
    }

    @Test
    @Order(2)
    void operatorGoesToTheNextFormatOfBundlesAndBackAndEveryKeyKeepsItsVersion() {
        var untouched = pods("auth", "sessions");
        var versions = versions();
        var load = load();
        try (load) {
            for (var format : new int[] {2, 1}) {
                var secrets = pods("secrets");
                Platform.upgrade("operator.bundleFormat=" + format);
                await("a bundle of format " + format + " is stored")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> Platform.bundleIndex().path("format").asInt() == format);
                awaitAcknowledged();
                assertThat(pods("secrets")).isEqualTo(secrets);

                bootSecretsFromWhatIsStored();
                assertThat(versions()).isEqualTo(versions);
            }
        }
        assertNothingWasLost(load);
        assertThat(pods("auth", "sessions")).isEqualTo(untouched);
    }

    @Test
    @Order(3)
    void authIsReplaced() {
        var untouched = pods("sessions", "secrets", "operator");
        var auth = pods("auth");
        var load = load();
        try (load) {
            Platform.upgrade("auth.podAnnotations.round=third");
        }
        assertNothingWasLost(load);
        assertThat(pods("sessions", "secrets", "operator")).isEqualTo(untouched);
        assertThat(pods("auth")).doesNotContainAnyElementsOf(auth);
    }

    private static void awaitAcknowledged() {
        await("every replica serves what is stored")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    var revision = Platform.bundleIndex().path("revision").asDouble();
                    assertThat(Cluster.pods("secrets"))
                            .hasSize(2)
                            .allSatisfy(pod -> assertThat(Metrics.of(pod, 9083, "secrets_revision"))
                                    .isEqualTo(revision));
                    assertThat(KEYS).allSatisfy(key -> assertThat(isSynced(key)).isTrue());
                });
    }

    /** With nobody there to push it to them. */
    private static void bootSecretsFromWhatIsStored() {
        Cluster.scale(Platform.name("operator"), 0);
        try {
            for (var pod : Cluster.pods("secrets")) {
                Cluster.client().resource(pod).delete();
                await("pod is gone")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> Cluster.client().resource(pod).get() == null);
                Cluster.awaitReady(Platform.name("secrets"));
            }
            awaitAcknowledged();
        } finally {
            Cluster.scale(Platform.name("operator"), 1);
        }
    }

    private static boolean isSynced(String key) {
        return Platform.status(key).<List<Map<String, Object>>>get("status", "conditions").stream()
                .anyMatch(
                        condition -> "Synced".equals(condition.get("type")) && "True".equals(condition.get("status")));
    }

    private static Map<String, Integer> versions() {
        return KEYS.stream()
                .collect(Collectors.toMap(
                        Function.identity(), key -> Platform.status(key).<Integer>get("status", "version")));
    }

    private static List<String> pods(String... charts) {
        return Stream.of(charts)
                .flatMap(chart -> Cluster.pods(chart).stream())
                .map(Pod::getMetadata)
                .map(metadata -> metadata.getName())
                .sorted()
                .toList();
    }

    private static Load load() {
        PRESENTED.add(Session.create("30"));
        return Load.of(100, () -> Credentials.verify("30"), () -> Session.request("verify", any().token()));
    }

    private static Session any() {
        return PRESENTED.get(ThreadLocalRandom.current().nextInt(PRESENTED.size()));
    }

    private static void assertNothingWasLost(Load load) {
        assertThat(load.outcomes()).containsOnlyKeys("200");
        assertThat(load.outcomes().get("200")).isGreaterThan(1000);
    }
}
