package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.charts.kit.Chart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code values.schema.json}: what is misspelt or of another type is refused, in every chart. */
class SchemaTest {

    @ParameterizedTest
    @CsvSource({
        "platform, global.ingres.enabled, true",
        "platform, global.domian, example.org",
        "platform, auth.replica, 3",
        "platform, sessions.redis.uri, redis://redis",
        "platform, sessions.replicas, many",
        "platform, secrets.pdb.enable, true",
        "platform, operator.certificate.mode, manual",
        "platform, auth.ingress.expose, everything",
        "auth, callers.a/b[0], everything",
        "game-backend, database.sslMode, off",
        "game-backend, database.sslMode, verify-full",
    })
    void wrongValueIsRefused(String chart, String key, String value) {
        assertThatThrownBy(() -> Chart.of(chart).set(key, value).render()).hasMessageContaining("schema");
    }

    @Test
    void chartFitsIntoAnUmbrellaOfOthers() {
        assertThat(Chart.of("auth")
                        .set("global.theirs", "x")
                        .set("global.release.secrets", "platform")
                        .render()
                        .objects())
                .isNotEmpty();
    }
}
