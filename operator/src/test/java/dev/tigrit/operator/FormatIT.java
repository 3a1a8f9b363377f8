package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tigrit.operator.testkit.StandIn;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The switch of the bundle's format: an upgrade, and the way back before a release is rolled back. */
class FormatIT {

    private static final String KEY = "TELEGRAM_BOT_TOKEN";
    private static final String TWO = "bundle-format: 2";

    private Release release;

    @BeforeEach
    void install() throws Exception {
        release = new Release("format");
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    /** Two versions, so that there is a previous one to lose. */
    private void serveTwoVersions(String readers) {
        release.labelled("bot", Map.of(KEY, "42:one"));
        release.managed(
                "bot",
                "{key: %s, secretRef: {name: bot}, rotation: {overlap: 1h}, readers: [%s]}".formatted(KEY, readers));
        awaitSynced(1);
        release.labelled("bot", Map.of(KEY, "42:two"));
        awaitSynced(2);
    }

    private void awaitSynced(long version) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(release.status("bot").version()).isEqualTo(version);
            assertThat(release.reason("bot", "Synced")).isEqualTo("Acknowledged");
        });
    }

    private void awaitFormat(StandIn replica, int format) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                replica.pushes().getLast().path("format").asInt())
                        .isEqualTo(format));
        assertThat(index()).startsWith("{\"format\":" + format + ",");
    }

    private String index() {
        return Release.text(Objects.requireNonNull(release.secret("tigrit-secrets-bundle")), "index.json");
    }

    private static JsonNode withoutRevision(StandIn replica) {
        var entry = (ObjectNode) Objects.requireNonNull(replica.entry(KEY)).deepCopy();
        entry.remove("revision");
        return entry;
    }

    @Test
    void formatIsSwitchedAndSwitchedBackWithoutAChangeOfAnyKey() throws Exception {
        var first = release.operator();
        var replica = release.replica();
        serveTwoVersions("internal");
        awaitFormat(replica, 1);
        var before = withoutRevision(replica);
        assertThat(before.path("previous")).hasSize(1);
        assertThat(before.path("source").asText()).isEqualTo("bot");

        first.close();
        var second = release.operator(TWO);
        awaitFormat(replica, 2);
        awaitSynced(2);
        assertThat(withoutRevision(replica)).isEqualTo(before);
        assertThat(second.metrics().stores()).isEqualTo(1);

        second.close();
        var third = release.operator();
        awaitFormat(replica, 1);
        awaitSynced(2);
        assertThat(withoutRevision(replica)).isEqualTo(before);
        assertThat(third.metrics().stores()).isEqualTo(1);
    }

    @Test
    void replicaThatDoesNotReadTheFormatKeepsWhatItHasAndIsReported() throws Exception {
        var first = release.operator();
        release.replica();
        var older = release.replica();
        older.readFormatsUpTo(1);
        serveTwoVersions("internal");
        var revision = older.revision();
        var pushes = older.pushes().size();

        first.close();
        var second = release.operator(TWO);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(release.status("bot").endpoints()).isEqualTo("1/2");
            assertThat(release.reason("bot", "Ready")).isEqualTo("Served");
            assertThat(release.reason("bot", "Synced")).isEqualTo("Pushing");
        });
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(second.metrics().stores()).isEqualTo(1));
        assertThat(older.revision()).isEqualTo(revision);
        assertThat(older.value(KEY)).isEqualTo("42:two");
        // With a retry of at most a second, each after half of its bound or more.
        assertThat(older.pushes().size() - pushes).isBetween(2, 30);

        second.close();
        release.operator();
        awaitSynced(2);
        assertThat(release.status("bot").endpoints()).isEqualTo("2/2");
        assertThat(older.revision()).isGreaterThan(revision);
    }

    @Test
    void realReplicaServesThroughTheChangeAndBootsFromAMountInEitherFormat() throws Exception {
        var operator = release.operator();
        try (var replicas = new RealReplicas(release)) {
            var old = replicas.start(false).awaitLive();
            replicas.list(old);
            serveTwoVersions(replicas.reader());
            var answer = replicas.read(old, KEY);
            assertThat(answer.body()).contains("42:two", "42:one");

            for (var more : new String[] {TWO, ""}) {
                operator.close();
                var before = index();
                operator = release.operator(more);
                await().atMost(Duration.ofSeconds(20)).until(() -> !index().equals(before));
                awaitSynced(2);
                var young = replicas.start(true).awaitLive();
                young.awaitReady();

                for (var replica : replicas.processes) {
                    var now = replicas.read(replica, KEY);
                    assertThat(now.body()).isEqualTo(answer.body());
                    assertThat(now.headers().firstValue("ETag"))
                            .isEqualTo(answer.headers().firstValue("ETag"));
                }
                var last = operator;
                replicas.list(young);
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(release.status("bot").endpoints())
                                .isEqualTo("%1$d/%1$d".formatted(replicas.processes.size())));
                assertThat(last.metrics().stores()).isEqualTo(1);
            }
        }
    }
}
