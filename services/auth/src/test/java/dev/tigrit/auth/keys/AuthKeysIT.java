package dev.tigrit.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.AuthApplication;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.SecretsStandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** A wrong key or none stops start-up with a message that names it and quotes nothing. */
class AuthKeysIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JWT_SECRET=too-short                                           | JWT_SECRET has 9 bytes",
                "TELEGRAM_BOT_TOKEN=nonsense                                    | TELEGRAM_BOT_TOKEN is not a bot token",
                "TELEGRAM_BOT_TOKEN_PREVIOUS=1:x                                | TELEGRAM_BOT_TOKEN is not",
                "auth.secrets.url=http://localhost:1                            | INTERNAL_API_SECRET is not set",
                "auth.telegram.max-age=0s                                       | auth.telegram.max-age",
                "auth.issuers.partner.jwks-url=https://a.example                | auth.issuers.partner.issuer",
                "auth.telegram.oidc.max-lifetime=0s                             | auth.telegram.oidc.max-lifetime",
                "auth.jwks.floor=0s                                             | auth.jwks.floor",
                "spring.application.name=x                                      | No credential can be verified",
            })
    void wrongKeyStopsStartUpAndIsNamed(String property, String message) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(AuthApplication.class)
                        .run("--server.port=0", "--management.server.port=0", "--" + property)
                        .close())
                .rootCause()
                .hasMessageContaining(message)
                .hasMessageNotContaining("nonsense")
                .hasMessageNotContaining("too-short");
    }

    @Test
    void withTheBotTokenInTheEnvironmentNoOtherKeyIsFetched() {
        try (var secrets = new SecretsStandIn();
                var context = new SpringApplicationBuilder(AuthApplication.class)
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--TELEGRAM_BOT_TOKEN=4200000042:a-token-that-no-bot-has-ever-had",
                                "--auth.secrets.url=" + secrets.url())) {
            assertThat(context.getBean(BackgroundLoops.class).isRunning()).isFalse();
            assertThat(secrets.asked()).isEmpty();
        }
    }
}
