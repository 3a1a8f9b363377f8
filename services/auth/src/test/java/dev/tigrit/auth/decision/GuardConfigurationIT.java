package dev.tigrit.auth.decision;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.AuthApplication;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** A guard that is half configured stops start-up with a message that names the key and quotes nothing. */
class GuardConfigurationIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.replay.mode=once       | auth.replay.on-outage=refuse            | auth.replay.redis-url is not set",
                "auth.replay.mode=once       | auth.replay.redis-url=redis://x         | auth.replay.on-outage is not set",
                "auth.replay.mode=first-seen | auth.replay.redis-url=redis://x         | first-seen",
            })
    void wrongValueStopsStartUpAndIsNamed(String one, String two, String message) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(AuthApplication.class)
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--TELEGRAM_BOT_TOKEN=4200000042:a-token-that-no-bot-has-ever-had",
                                "--" + one,
                                "--" + two)
                        .close())
                .rootCause()
                .hasMessageContaining(message)
                .hasMessageNotContaining("too-short");
    }
}
