package dev.tigrit.secrets.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.Encoding;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.Sensitive;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class CallersTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String FIRST = "first-internal-secret-of-32-bytes-";
    private static final String SECOND = "second-internal-secret-of-32-bytes";

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void environmentNamesTheCallerAndTheCatalogueIsNotAsked() {
        environment.setProperty("INTERNAL_API_SECRET", SECOND);
        environment.setProperty("INTERNAL_API_SECRET_PREVIOUS", FIRST);
        var callers = callers();

        callers.update(catalogue("another-internal-secret-of-32-bytes", null, null));

        assertThat(callers.verify("Bearer " + SECOND)).isEqualTo("internal");
        assertThat(callers.verify("Bearer " + FIRST)).isEqualTo("internal");
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

        assertThat(callers.verify("Bearer " + SECOND)).isEqualTo("internal");
        assertThat(callers.verify("Bearer " + FIRST)).isEqualTo("internal");
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

    private Callers callers() {
        return new Callers(new EnvironmentKeys(environment), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Catalogue catalogue(String current, @Nullable String previous, @Nullable Instant notAfter) {
        var earlier = previous == null
                ? List.<Secret.Previous>of()
                : List.of(new Secret.Previous(Sensitive.ofText(previous), 1, notAfter));
        var secret = new Secret(
                "INTERNAL_API_SECRET", Encoding.UTF8, Sensitive.ofText(current), 2, NOW.plusSeconds(60), earlier);
        return new Catalogue(1, Map.of(secret.key(), new ServedSecret(secret, NOW)));
    }
}
