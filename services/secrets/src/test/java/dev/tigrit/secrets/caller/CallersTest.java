package dev.tigrit.secrets.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.secrets.secret.SecretsProperties;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.caller.Caller;
import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.ClusterStandIn;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class CallersTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String FIRST = "first-internal-secret-of-32-bytes-";
    private static final String SECOND = "second-internal-secret-of-32-bytes";

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final SecretsProperties DIRECTORY_MODE =
            new SecretsProperties(Path.of("x"), null, Duration.ofSeconds(1), Map.of());
    private static final SecretsProperties BUNDLE_MODE =
            new SecretsProperties(null, new SecretsProperties.Mounted(Path.of("x")), Duration.ofSeconds(1), Map.of());
    private static final Caller INTERNAL = new Caller("internal", Instant.MAX);

    @TempDir
    Path folder;

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void environmentNamesTheCallerAndTheCatalogueIsNotAsked() {
        environment.setProperty("INTERNAL_API_SECRET", SECOND);
        environment.setProperty("INTERNAL_API_SECRET_PREVIOUS", FIRST);
        var callers = callers();

        callers.update(catalogue("another-internal-secret-of-32-bytes", null, null));

        assertThat(callers.verify("Bearer " + SECOND)).isEqualTo(INTERNAL);
        assertThat(callers.verify("Bearer " + FIRST)).isEqualTo(INTERNAL);
        assertThat(callers.verify("Bearer another-internal-secret-of-32-bytes")).isNull();
    }

    @Test
    void shortKeyInTheEnvironmentStopsStartUpAndIsNamed() {
        environment.setProperty("INTERNAL_API_SECRET", "short");

        assertThatThrownBy(this::callers).hasMessageStartingWith("INTERNAL_API_SECRET has 5 bytes");
    }

    @Test
    void catalogueNamesTheCallerWithItsCurrentAndPreviousVersions() {
        var callers = callers();

        callers.update(catalogue(SECOND, FIRST, NOW.plusSeconds(1)));

        assertThat(callers.verify("Bearer " + SECOND)).isEqualTo(INTERNAL);
        assertThat(callers.verify("Bearer " + FIRST)).isEqualTo(INTERNAL);
    }

    @Test
    void previousVersionPastItsEndNamesNobody() {
        var callers = callers();

        callers.update(catalogue(SECOND, FIRST, NOW));

        assertThat(callers.verify("Bearer " + FIRST)).isNull();
    }

    @Test
    void keyRemovedFromTheCatalogueNamesNobodyAnyMore() {
        var callers = callers();
        callers.update(catalogue(SECOND, null, null));

        callers.update(new Catalogue(2, Map.of()));

        assertThat(callers.verify("Bearer " + SECOND)).isNull();
    }

    @Test
    void withoutAnyKeyNobodyIsACallerAndOneWarningSaysSo(CapturedOutput output) {
        var callers = callers();

        callers.update(Catalogue.UNLOADED);
        callers.update(new Catalogue(1, Map.of()));
        callers.update(new Catalogue(2, Map.of()));

        assertThat(callers.verify("Bearer ")).isNull();
        assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                .hasSize(1);
    }

    @Test
    void internalKeyNamesNobodyInBundleMode() {
        environment.setProperty("INTERNAL_API_SECRET", FIRST);
        var callers = callers(
                BUNDLE_MODE,
                new ServiceAccountTokens.Properties(null, null).toTokens(Clock.systemUTC(), new BackgroundLoops()));

        callers.update(catalogue(SECOND, null, null));

        assertThat(callers.verify("Bearer " + FIRST)).isNull();
        assertThat(callers.verify("Bearer " + SECOND)).isNull();
    }

    @Test
    void tokenOfAServiceAccountNamesItWithItsEnd() {
        var cluster = new ClusterStandIn("one");
        ClusterStandIn.mount(folder, cluster);
        var callers = callers(
                BUNDLE_MODE,
                new ServiceAccountTokens.Properties(folder, "secrets.a.b").toTokens(CLOCK, new BackgroundLoops()));

        assertThat(callers.verify("Bearer " + cluster.token("tigrit/game", "secrets.a.b", NOW)))
                .isEqualTo(new Caller("tigrit/game", NOW.plusSeconds(600)));
        assertThat(callers.verify("Bearer " + cluster.token("tigrit/game", "secrets-admin.a.b", NOW)))
                .isNull();
    }

    @Test
    void shortKeyInTheCatalogueNamesNobody() {
        var callers = callers();

        callers.update(catalogue("short", FIRST, null));

        assertThat(callers.verify("Bearer short")).isNull();
        assertThat(callers.verify("Bearer " + FIRST)).isEqualTo(INTERNAL);
    }

    private Callers callers() {
        return callers(
                DIRECTORY_MODE,
                new ServiceAccountTokens.Properties(null, null).toTokens(Clock.systemUTC(), new BackgroundLoops()));
    }

    private Callers callers(SecretsProperties mode, ServiceAccountTokens tokens) {
        return new Callers(mode, new EnvironmentKeys(environment), tokens, CLOCK);
    }

    private static Catalogue catalogue(String current, @Nullable String previous, @Nullable Instant notAfter) {
        var earlier = previous == null
                ? List.<Secret.Previous>of()
                : List.of(new Secret.Previous(Sensitive.ofText(previous), 1, notAfter));
        var secret = new Secret(
                "INTERNAL_API_SECRET", Encoding.UTF8, Sensitive.ofText(current), 2, NOW.plusSeconds(60), earlier);
        return new Catalogue(1, Map.of(secret.key(), new ServedSecret(secret, Set.of(), NOW)));
    }
}
