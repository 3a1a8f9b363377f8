package dev.tigrit.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Node;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.Http;
import dev.tigrit.e2e.kit.http.Load;
import dev.tigrit.e2e.kit.http.Session;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when something is down: design, section 2. */
@Order(7)
class OutageE2E {

    @BeforeAll
    static void install() {
        Platform.ensure();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions", "secrets", "operator"})
    @Order(1)
    void podsThatAreDeletedInTurnTakeNoRequestWithThem(String chart) {
        var session = Session.create("1");
        var load = Load.of(50, () -> Credentials.verify("1"), () -> Session.request("verify", session.token()));
        try (load) {
            for (var pod : Cluster.pods(chart)) {
                Cluster.client().resource(pod).delete();
                await("pod is gone")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> Cluster.client().resource(pod).get() == null);
                Cluster.awaitReady(Platform.name(chart));
            }
        }
        assertThat(load.outcomes()).containsOnlyKeys("200");
    }

    @Test
    @Order(2)
    void servicesRunOnTheKeysTheyHoldWhileSecretsIsAway() {
        var session = Session.create("1");
        Cluster.scale(Platform.name("secrets"), 0);
        try {
            for (var i = 0; i < 10; i++) {
                assertThat(Http.send(Credentials.verify("1")).status()).isEqualTo(200);
                assertThat(session.call("verify").status()).isEqualTo(200);
                assertThat(Session.create("2").call("verify").status()).isEqualTo(200);
            }
        } finally {
            Cluster.scale(Platform.name("secrets"), 2);
        }
    }

    @Test
    @Order(3)
    void secretsServesAndBootsFromItsMountWhileTheOperatorIsAway() {
        Cluster.scale(Platform.name("operator"), 0);
        try {
            Cluster.scale(Platform.name("secrets"), 1);
            Cluster.scale(Platform.name("secrets"), 2);
            // Auth starts anew, and has to fetch its keys.
            Cluster.scale(Platform.name("auth"), 0);
            Cluster.scale(Platform.name("auth"), 2);

            assertThat(Http.send(Credentials.verify("1")).status()).isEqualTo(200);
        } finally {
            Cluster.scale(Platform.name("operator"), 1);
        }
    }

    @Test
    @Order(4)
    void sessionsSaysUnknownAndNeverNoWhileTheStoreIsAway() {
        var session = Session.create("1");
        Cluster.scale(Platform.name("valkey"), 0);
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> health() == 503);
            for (var i = 0; i < 20; i++) {
                assertThat(session.call("verify").status()).isEqualTo(503);
                assertThat(session.call("extend").status()).isEqualTo(503);
                assertThat(session.call("invalidate").status()).isEqualTo(503);
                assertThat(Session.call("verify", "ts1_forged").status()).isEqualTo(401);
            }
            assertThat(Http.send(Credentials.verify("1")).status()).isEqualTo(200);
        } finally {
            Cluster.scale(Platform.name("valkey"), 1);
        }
        // All this while each replica counts as ready, so that its 503 is heard: the way back is seen by what they
        // answer.
        await("every replica comes back by itself")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    for (var i = 0; i < 10; i++) {
                        assertThat(health()).isEqualTo(200);
                    }
                    assertThat(Session.create("1").call("verify").status()).isEqualTo(200);
                });
    }

    @Test
    @Order(5)
    void everythingServesOnWhileTheKubernetesApiIsAway() {
        var session = Session.create("1");
        var load = Load.of(50, () -> Credentials.verify("1"), () -> Session.request("verify", session.token()));
        var node = Node.controlPlane();
        try (load) {
            node.stopApiServer();
            try {
                await("no API").atMost(Duration.ofSeconds(60)).until(() -> !Cluster.answers());
                var before = load.outcomes().getOrDefault("200", 0);
                await("requests without it")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> load.outcomes().getOrDefault("200", 0) > before + 500);
            } finally {
                node.startApiServer();
                await("the API is back").atMost(Duration.ofMinutes(2)).until(Cluster::answers);
            }
            Cluster.awaitReady();
        }
        assertThat(load.outcomes()).containsOnlyKeys("200");
    }

    private static int health() {
        return Http.send(Http.at("sessions", "/health")).status();
    }
}
