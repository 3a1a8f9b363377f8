package dev.tigrit.bot.intake;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How updates come in. */
@ConfigurationProperties("bot")
record IntakeProperties(
        @DefaultValue("polling") Mode mode, @DefaultValue Webhook webhook) {

    enum Mode {
        POLLING,
        WEBHOOK
    }

    /**
     * The webhook; its secret is TELEGRAM_WEBHOOK_SECRET in the environment.
     *
     * @param url where Telegram reaches this program, https and ending with /telegram/webhook; it is registered at each start. When
     *     unset somebody else has registered it
     */
    record Webhook(@Nullable URI url) {}
}
