package dev.tigrit.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Helm;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.Load;
import dev.tigrit.e2e.kit.http.Session;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Every pod is replaced under load. */
@Order(9)
class RollingUpdateE2E {

    @BeforeAll
    static void install() {
        Platform.ensure();
    }

    @Test
    void upgradeAndRollbackLoseNoRequestAtAHundredPerSecond() {
        var session = Session.create("1");
        var load = Load.of(100, () -> Credentials.verify("1"), () -> Session.request("verify", session.token()));
        try (load) {
            Platform.upgrade(
                    "auth.podAnnotations.round=second",
                    "sessions.podAnnotations.round=second",
                    "secrets.podAnnotations.round=second",
                    "operator.podAnnotations.round=second");
            Helm.rollback();
        }

        assertThat(load.outcomes()).containsOnlyKeys("200");
        assertThat(load.outcomes().get("200")).isGreaterThan(1000);
        assertThat(session.call("verify").status()).isEqualTo(200);
    }

    @Test
    void authIsReplacedAloneAndNoRequestIsLost() {
        Platform.upgrade();
        var session = Session.create("30");
        var untouched = pods("sessions", "secrets", "operator");
        var auth = pods("auth");
        var load = Load.of(100, () -> Credentials.verify("30"), () -> Session.request("verify", session.token()));
        try (load) {
            Platform.upgrade("auth.podAnnotations.round=third");
        }

        assertThat(load.outcomes()).containsOnlyKeys("200");
        assertThat(load.outcomes().get("200")).isGreaterThan(1000);
        assertThat(pods("sessions", "secrets", "operator")).isEqualTo(untouched);
        assertThat(pods("auth")).doesNotContainAnyElementsOf(auth);
    }

    private static List<String> pods(String... charts) {
        return Stream.of(charts)
                .flatMap(chart -> Cluster.pods(chart).stream())
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }
}
