package dev.tigrit.bot.client.secrets;

import dev.tigrit.starter.client.KeySourceProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where TELEGRAM_BOT_TOKEN comes from when the environment has none.
 *
 * @param secrets the Secrets service; without a url nothing is fetched
 */
@ConfigurationProperties("bot")
record SecretsProperties(@DefaultValue KeySourceProperties secrets) {

    static final String PREFIX = "bot.secrets";

    /** Refuses what cannot work, naming the key. */
    SecretsProperties {
        secrets.check(PREFIX);
    }
}
