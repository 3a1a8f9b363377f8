package dev.tigrit.bot.intake;

import dev.tigrit.bot.client.telegram.BotToken;
import dev.tigrit.bot.client.telegram.TelegramClient;
import dev.tigrit.bot.message.Updates;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "bot.mode", havingValue = "webhook")
class WebhookConfiguration {

    private static final String PATH = "/telegram/webhook";
    private static final String SECRET = "TELEGRAM_WEBHOOK_SECRET";

    private final Sensitive secret;

    WebhookConfiguration(EnvironmentKeys environment, BotToken token) {
        this.secret = environment
                .findNewest(SECRET)
                .orElseThrow(() -> new IllegalStateException(SECRET + " is not set; bot.mode=webhook needs it"));
        if (!token.isExpected()) {
            throw new IllegalStateException(
                    "TELEGRAM_BOT_TOKEN is not set; bot.mode=webhook needs it, or bot.secrets.url");
        }
        requireTelegramsForm();
    }

    @Bean
    RouterFunction<ServerResponse> webhook(Updates updates, BotToken token) {
        return Methods.route(HttpMethod.POST, PATH, new Webhook(updates, token, secret)::take);
    }

    @Bean
    @ConditionalOnProperty("bot.webhook.url")
    Registration registration(
            IntakeProperties properties, TelegramClient telegram, BotToken token, BackgroundLoops loops) {
        return new Registration(
                telegram, token, requirePath(properties.webhook().url()), requireTelegramsForm(), loops);
    }

    /** What comes before the path is the gateway's, and may be gone when the request arrives here. */
    static URI requirePath(@Nullable URI url) {
        if (url == null
                || !"https".equals(url.getScheme())
                || url.getHost() == null
                || !url.getPath().endsWith(PATH)) {
            throw new IllegalStateException("bot.webhook.url has to be https and end with " + PATH);
        }
        return url;
    }

    /** Bot API, setWebhook: 1 to 256 characters of A-Z, a-z, 0-9, _ and -. */
    private String requireTelegramsForm() {
        try {
            var text = secret.toText().toString();
            if (text.matches("[A-Za-z0-9_-]{1,256}")) {
                return text;
            }
        } catch (CharacterCodingException _) {
            // Said below.
        }
        throw new IllegalStateException(SECRET + " may only have A-Z, a-z, 0-9, _ and -");
    }
}
