package dev.tigrit.starter.caller;

import static dev.tigrit.testkit.ClusterStandIn.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import dev.tigrit.testkit.ClusterStandIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustRollOverTest {

    private static final String OURS = "auth.tigrit.tigrit";
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ClusterStandIn OLD = new ClusterStandIn("old");
    private static final ClusterStandIn NEW = new ClusterStandIn("new");

    @TempDir
    private Path parent;

    private final BackgroundLoops loops = new BackgroundLoops();
    private ServiceAccountTokens tokens =
            new ServiceAccountTokens.Properties(null, null).toTokens(Clock.systemUTC(), new BackgroundLoops());

    @AfterEach
    void stop() {
        loops.stop();
    }

    @Test
    void keysRollOverWithTheLinkOfTheMount() {
        start();
        var old = OLD.token("tigrit/tigrit-bot", OURS, Instant.now());
        var young = NEW.token("tigrit/tigrit-bot", OURS, Instant.now());
        assertThat(tokens.verify(old)).isNull();

        ClusterStandIn.mount(directory(), OLD);
        await().until(() -> tokens.verify(old) != null);
        assertThat(tokens.verify(young)).isNull();

        ClusterStandIn.mount(directory(), OLD, NEW);
        await().until(() -> tokens.verify(young) != null);
        assertThat(tokens.verify(old)).isNotNull();

        ClusterStandIn.mount(directory(), NEW);
        await().until(() -> tokens.verify(old) == null);
        assertThat(tokens.verify(young)).extracting(Caller::name).isEqualTo("tigrit/tigrit-bot");
    }

    /** The API server signs by another key since a moment ago, and the mount is not there yet. */
    @Test
    void tokenOfAnUnknownKeyIsNoVerdictUntilTheDocumentWasComparedAfterIt() {
        var young = NEW.token("tigrit/tigrit-bot", OURS, NOW);
        var tokens = mounted(NOW.minusSeconds(30));

        assertThatThrownBy(() -> tokens.verify(young)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.code()).isEqualTo(RequestProblem.TRUST_UNAVAILABLE);
            assertThat(e.code().status().value()).isEqualTo(503);
        });

        assertThat(mounted(NOW.plusSeconds(61)).verify(young)).isNull();
        assertThat(mounted(null).verify(young)).isNull();
    }

    @Test
    void tokenOfAnUnknownIssuerIsNoVerdictEither() {
        var young = OLD.token("tigrit/tigrit-bot", OURS, NOW);

        assertThatThrownBy(() ->
                        mounted("https://another.issuer", NOW.minusSeconds(30)).verify(young))
                .isInstanceOf(ProblemException.class);
        assertThat(mounted("https://another.issuer", NOW.plusSeconds(61)).verify(young))
                .isNull();
        assertThat(mounted("https://another.issuer\n" + ISSUER, NOW.minusSeconds(30))
                        .verify(young))
                .extracting(Caller::name)
                .isEqualTo("tigrit/tigrit-bot");
    }

    @Test
    void whatNoClusterWouldMakeForThisServiceIsRefusedWhateverTheDocument() {
        var tokens = mounted(NOW.minusSeconds(30));

        assertThat(tokens.verify(NEW.token("tigrit/tigrit-bot", "another.audience", NOW)))
                .isNull();
        assertThat(tokens.verify(NEW.token("tigrit/tigrit-bot", OURS, NOW.minusSeconds(601))))
                .isNull();
        assertThat(tokens.verify(new ClusterStandIn("old").token("tigrit/tigrit-bot", OURS, NOW)))
                .isNull();
        assertThat(tokens.verify("a.b.c")).isNull();
    }

    private ServiceAccountTokens mounted(@Nullable Instant checkedAt) {
        return mounted(ISSUER, checkedAt);
    }

    private ServiceAccountTokens mounted(String issuers, @Nullable Instant checkedAt) {
        var files = new HashMap<>(Map.of("issuers", issuers, "jwks.json", ClusterStandIn.jwks(OLD)));
        if (checkedAt != null) {
            files.put("checked-at", checkedAt.toString());
        }
        ClusterStandIn.mount(directory(), files);
        return new ServiceAccountTokens.Properties(directory(), OURS)
                .toTokens(Clock.fixed(NOW, ZoneOffset.UTC), new BackgroundLoops());
    }

    @Test
    void garbageAndAnEmptyMountKeepTheLastGoodDocument() throws IOException {
        ClusterStandIn.mount(directory(), OLD);
        start();
        var old = OLD.token("tigrit/tigrit-bot", OURS, Instant.now());

        ClusterStandIn.mount(directory(), Map.of("issuers", ISSUER, "jwks.json", "{\"keys\":[{\"kty\":\"RS"));
        stays(old);

        ClusterStandIn.mount(directory(), Map.of("other", "file"));
        stays(old);

        Files.delete(directory().resolve("..data"));
        stays(old);

        ClusterStandIn.mount(directory(), NEW);
        await().until(() -> tokens.verify(old) == null);
    }

    private void stays(String token) {
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(4)).until(() -> tokens.verify(token) != null);
    }

    @Test
    void ageOfTheDocumentIsAGauge() {
        var registry = new SimpleMeterRegistry();
        start();
        tokens.bindTo(registry);
        var gauge = Objects.requireNonNull(registry.find("tigrit.trust.age").timeGauge());
        assertThat(gauge.value()).isNaN();

        ClusterStandIn.mount(directory(), OLD);

        await().until(() -> gauge.value() >= 0);
    }

    @Test
    void wrongPropertiesAreNamed() throws IOException {
        var file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> new ServiceAccountTokens.Properties(directory(), null))
                .hasMessageContaining("tigrit.trust.audience");
        assertThatThrownBy(() -> new ServiceAccountTokens.Properties(directory(), " "))
                .hasMessageContaining("tigrit.trust.audience");
        assertThatThrownBy(() -> new ServiceAccountTokens.Properties(file, OURS))
                .hasMessageContaining("tigrit.trust.directory");
        assertThat(new ServiceAccountTokens.Properties(Path.of(""), OURS)
                        .toTokens(Clock.systemUTC(), loops)
                        .areConfigured())
                .isFalse();
        assertThat(new ServiceAccountTokens.Properties(null, null)
                        .toTokens(Clock.systemUTC(), loops)
                        .verify("a.b.c"))
                .isNull();
    }

    private Path directory() {
        return parent.resolve("trust");
    }

    private void start() {
        tokens = new ServiceAccountTokens.Properties(directory(), OURS).toTokens(Clock.systemUTC(), loops);
        loops.start();
    }
}
