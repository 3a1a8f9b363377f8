package dev.tigrit.bot.client.telegram;

import dev.tigrit.starter.client.HttpConnection;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the Bot API is; the bot's token is TELEGRAM_BOT_TOKEN in the environment.
 *
 * @param apiUrl of the Bot API, Telegram's or a local Bot API server
 * @param pollTimeout how long Telegram may hold a getUpdates for which there is nothing, in whole seconds
 * @param timeout of any other call
 */
@ConfigurationProperties("bot.telegram")
record TelegramProperties(
        @DefaultValue("https://api.telegram.org") URI apiUrl,
        @DefaultValue("50s") Duration pollTimeout,
        @DefaultValue("10s") Duration timeout) {

    TelegramProperties {
        HttpConnection.requireUrl("bot.telegram.api-url", apiUrl);
        if (pollTimeout.isNegative() || pollTimeout.toSeconds() > 50) {
            throw new IllegalStateException("bot.telegram.poll-timeout has to be 0 to 50 s");
        }
    }
}
