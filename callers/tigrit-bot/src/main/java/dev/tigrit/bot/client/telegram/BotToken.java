package dev.tigrit.bot.client.telegram;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** TELEGRAM_BOT_TOKEN. Without one there is no bot, and the program idles. */
@Component
public final class BotToken {

    private static final String KEY = "TELEGRAM_BOT_TOKEN";

    private static final Logger log = LoggerFactory.getLogger(BotToken.class);

    /** The bot's id, a colon, and what only BotFather and the bot know. */
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([A-Za-z0-9_-]{30,})");

    private final long botId;
    private final @Nullable String secret;

    BotToken(EnvironmentKeys environment) {
        var token = environment.find(KEY).map(BotToken::text).orElse(null);
        if (token == null) {
            log.atWarn().addKeyValue("key", KEY).log("not set: the bot does nothing");
            botId = 0;
            secret = null;
            return;
        }
        var match = FORM.matcher(token);
        if (!match.matches()) {
            throw new IllegalStateException(KEY + " is no bot token");
        }
        botId = Long.parseLong(match.group(1));
        secret = match.group(2);
    }

    public boolean isThere() {
        return secret != null;
    }

    /** The bot's own Telegram id; updates of another bot have numbers of their own. */
    public long botId() {
        return botId;
    }

    /** What follows the id and the colon. */
    String secret() {
        if (secret == null) {
            throw new IllegalStateException(KEY + " is not set");
        }
        return secret;
    }

    private static String text(Sensitive value) {
        try {
            return value.toText().toString();
        } catch (CharacterCodingException _) {
            throw new IllegalStateException(KEY + " is no bot token");
        }
    }

    @Override
    public String toString() {
        return "BotToken[" + botId + "]";
    }
}
