package dev.tigrit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.mock.env.MockEnvironment;

/** Secrets behind TLS, with files that the cluster changes: the token of a program, and the CA of Secrets. */
public abstract class SecretsConnectionTests {

    private static final String KEY = "SOME_KEY";
    private static final String VALUE = "a value of more than thirty-two bytes";
    private static final TestCa OLD = new TestCa("old");
    private static final TestCa NEW = new TestCa("new");

    private final LogLines log = LogLines.of("dev.tigrit");

    @TempDir
    private Path mounts;

    private final KeyRing ring = KeyRing.empty();
    private final String prefix;
    private final BackgroundLoops loops = new BackgroundLoops();

    /** @param prefix of the program's configuration keys */
    protected SecretsConnectionTests(String prefix) {
        this.prefix = prefix;
    }

    /** As the program makes it. */
    protected abstract RemoteKeys keys(ConfigurableEnvironment environment, BackgroundLoops loops);

    @AfterEach
    void stop() {
        log.close();
        loops.stop();
    }

    @Test
    void tokenOfTheFileIsPresentedAndTheNextOneAfterTheStreamEnds() {
        mountToken("first-token");
        mountCa(OLD);
        try (var secrets = new SecretsStandIn(OLD.server("localhost"))) {
            follow(secrets.url());
            await().until(() -> secrets.asked().contains("events"));
            secrets.putValue(KEY, 1, VALUE);
            await().until(() -> version() == 1);
            assertThat(secrets.presented()).containsOnly("Bearer first-token");

            mountToken("second-token");
            await().until(() -> secrets.presented().contains("Bearer second-token"));
            var before = secrets.asked().stream().filter("events"::equals).count();
            secrets.endStreams();
            await().until(() ->
                    secrets.asked().stream().filter("events"::equals).count() > before);
            secrets.putValue(KEY, 2, VALUE);
            await().until(() -> version() == 2);
        }
    }

    @Test
    void caRollsOverWhileTheServiceRuns() {
        mountToken("token");
        mountCa(OLD);
        var tls = new TestCa.Rolling(OLD.keyManager("localhost"));
        try (var secrets = new SecretsStandIn(tls.context())) {
            secrets.putValue(KEY, 1, VALUE);
            follow(secrets.url());
            await().until(() -> version() == 1);

            // The operator's order: the new CA is published beside the old one before its first certificate.
            mountCa(OLD, NEW);
            secrets.putValue(KEY, 2, VALUE);
            await().until(() -> version() == 2);
            tls.use(NEW.keyManager("localhost"));
            secrets.endStreams();
            secrets.putValue(KEY, 3, VALUE);
            await().until(() -> version() == 3);
            mountCa(NEW);
            secrets.putValue(KEY, 4, VALUE);
            await().until(() -> version() == 4);
        }
    }

    @Test
    void otherCaIsRefusedUntilTheFileHasIt() {
        mountToken("token");
        mountCa(OLD);
        try (var secrets = new SecretsStandIn(NEW.server("localhost"))) {
            secrets.putValue(KEY, 1, VALUE);
            follow(secrets.url());
            await().until(() -> log.lines().toString().contains("background task failed"));
            assertThat(secrets.presented()).isEmpty();

            mountCa(OLD, NEW);
            await().until(() -> version() == 1);
            assertThat(secrets.presented()).isNotEmpty();
        }
    }

    @Test
    void certificateForAnotherNameIsRefused() {
        mountToken("token");
        mountCa(OLD);
        try (var secrets = new SecretsStandIn(OLD.server("tigrit-secrets.tigrit.svc"))) {
            secrets.putValue(KEY, 1, VALUE);
            follow(secrets.url());

            await().until(() -> log.lines().toString().contains("background task failed"));
            await().during(Duration.ofSeconds(2))
                    .until(() -> secrets.presented().isEmpty());
        }
    }

    @Test
    void filesThatAreNotThereAreWaitedForAndSaidOnce() {
        try (var secrets = new SecretsStandIn(OLD.server("localhost"))) {
            secrets.putValue(KEY, 1, VALUE);
            follow(secrets.url());
            await().during(Duration.ofSeconds(3)).until(() -> secrets.asked().isEmpty());
            assertThat(log.lines().toString()).doesNotContain("background task failed");
            for (var property : List.of(prefix + ".token-file", prefix + ".ca-file")) {
                await().untilAsserted(() -> assertThat(log.lines().stream().filter(line -> line.contains(property)))
                        .hasSize(1));
            }

            mountToken("token");
            mountCa(OLD);
            await().until(() -> version() == 1);
        }
    }

    @Test
    void garbageKeepsTheLastGoodFiles() {
        mountToken("token");
        mountCa(OLD);
        try (var secrets = new SecretsStandIn(OLD.server("localhost"))) {
            follow(secrets.url());
            await().until(() -> secrets.asked().contains("events"));

            ClusterStandIn.mount(mounts.resolve("ca"), Map.of("ca.crt", "-----BEGIN CERTIFICATE-----\nMII"));
            mountToken("");
            await().until(() -> log.lines().stream()
                            .filter(line -> line.contains("mounted files are unusable"))
                            .count()
                    == 2);

            secrets.putValue(KEY, 1, VALUE);
            await().until(() -> version() == 1);
            assertThat(secrets.presented()).containsOnly("Bearer token");
        }
    }

    @Test
    void unusableVersionIsNotTakenAndKeepsNoSuccessorOut() {
        mountToken("token");
        mountCa(OLD);
        try (var secrets = new SecretsStandIn(OLD.server("localhost"))) {
            secrets.putValue(KEY, 1, VALUE);
            follow(secrets.url());
            await().until(() -> version() == 1);

            secrets.putValue(KEY, 2, "short");
            await().until(() -> log.lines().toString().contains("unusable key, the last good one is kept"));
            assertThat(version()).isEqualTo(1);
            secrets.put(KEY, "3", """
                    {"key":"%1$s","encoding":"utf8","value":"%2$s, the next","version":3,"use_after":"2026-01-01T00:00:00Z",\
                    "previous":[{"value":"short","version":2},{"value":"%2$s","version":1}]}""".formatted(KEY, VALUE));

            await().until(() -> version() == 3);
            assertThat(ring.accepted(Instant.now()))
                    .extracting(KeyVersion::version)
                    .containsExactly(3L, 1L);
        }
    }

    @Test
    void keyThatIsNotThereIsSaidOnceAndTakenWhenItComes() {
        mountToken("token");
        mountCa(OLD);
        try (var secrets = new SecretsStandIn(OLD.server("localhost"))) {
            follow(secrets.url());
            await().until(() ->
                    secrets.asked().stream().filter((KEY + " 404")::equals).count() >= 3);
            await().untilAsserted(() -> assertThat(
                            log.lines().stream().filter(line -> line.contains("no such key for this service")))
                    .hasSize(1));
            assertThat(log.lines().toString()).doesNotContain("background task failed");

            secrets.putValue(KEY, 1, VALUE);
            await().until(() -> version() == 1);
        }
    }

    @Test
    void replicaThatIsBehindTheEventIsAskedAgain() {
        mountToken("token");
        mountCa(OLD);
        try (var secrets = new SecretsStandIn(OLD.server("localhost"))) {
            follow(secrets.url(), Duration.ofSeconds(30));
            await().until(() -> secrets.asked().containsAll(List.of("events", KEY + " 404")));

            secrets.beBehind(2);
            secrets.putValue(KEY, 1, VALUE);

            await().atMost(Duration.ofSeconds(5)).until(() -> version() == 1);
            assertThat(secrets.asked().stream().filter((KEY + " 503")::equals)).hasSize(2);
        }
    }

    @Test
    void wrongPropertiesAreNamed() {
        var plain = URI.create("http://localhost:8083");
        assertThatThrownBy(() -> keys(environment(plain, mounts.resolve("ca.crt"), Duration.ofSeconds(30)), loops))
                .hasMessageContaining(prefix + ".ca-file");
        assertThatThrownBy(() -> keys(environment(URI.create("localhost:8083"), null, Duration.ofSeconds(30)), loops))
                .hasMessageContaining(prefix + ".url");
        for (var interval : List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofMillis(30_001))) {
            assertThatThrownBy(() -> keys(environment(plain, null, interval), loops))
                    .hasMessageContaining(prefix + ".poll-interval");
        }
        assertThatThrownBy(() -> keys(
                        environment(plain, null, Duration.ofSeconds(30)).withProperty(prefix + ".timeout", "0s"),
                        loops))
                .hasMessageContaining(prefix + ".timeout");
    }

    private void follow(URI url) {
        follow(url, Duration.ofSeconds(1));
    }

    private void follow(URI url, Duration pollInterval) {
        var followed = keys(environment(url, mounts.resolve("ca").resolve("ca.crt"), pollInterval), loops);
        followed.follow(KEY, EnvironmentKeys::requireLength, ring);
        loops.start();
    }

    private MockEnvironment environment(URI url, @Nullable Path caFile, Duration pollInterval) {
        return new MockEnvironment()
                .withProperty(prefix + ".url", url.toString())
                .withProperty(
                        prefix + ".token-file",
                        mounts.resolve("token").resolve("token").toString())
                .withProperty(prefix + ".ca-file", caFile == null ? "" : caFile.toString())
                .withProperty(prefix + ".poll-interval", pollInterval.toMillis() + "ms");
    }

    private long version() {
        return ring.accepted(Instant.now()).stream()
                .mapToLong(KeyVersion::version)
                .max()
                .orElse(0);
    }

    private void mountToken(String token) {
        ClusterStandIn.mount(mounts.resolve("token"), Map.of("token", token));
    }

    private void mountCa(TestCa... trusted) {
        var pem = new StringBuilder();
        for (var ca : trusted) {
            pem.append(ca.pem());
        }
        ClusterStandIn.mount(mounts.resolve("ca"), Map.of("ca.crt", pem.toString()));
    }
}
