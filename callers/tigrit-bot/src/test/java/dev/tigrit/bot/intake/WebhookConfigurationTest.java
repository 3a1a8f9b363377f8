package dev.tigrit.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookConfigurationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bot.example/telegram/webhook",
                "https://bot.example:8443/telegram/webhook",
                "https://gateway.example/apps/bot/telegram/webhook"
            })
    void addressMayHaveAPrefixThatAGatewayTakesAway(String url) {
        assertThat(WebhookConfiguration.requirePath(URI.create(url))).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://bot.example/telegram/webhook",
                "https://bot.example/telegram/webhook/",
                "https://bot.example/mytelegram/webhook",
                "https://bot.example/?to=/telegram/webhook",
                "https:/telegram/webhook",
                "https:telegram/webhook",
                "/telegram/webhook"
            })
    void anyOtherAddressIsRefused(String url) {
        assertThatThrownBy(() -> WebhookConfiguration.requirePath(URI.create(url)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bot.webhook.url");
    }
}
