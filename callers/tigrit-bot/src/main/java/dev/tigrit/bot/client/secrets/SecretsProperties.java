package dev.tigrit.bot.client.secrets;

import dev.tigrit.bot.client.HttpApi;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where TELEGRAM_BOT_TOKEN comes from when the environment has none.
 *
 * @param url of the Secrets service; without one nothing is fetched
 * @param tokenFile the projected ServiceAccount token that is presented there
 * @param caFile PEM of who may sign the server's certificate; the JVM's own when unset
 * @param pollInterval between two looks, beside those that change events ask for
 * @param timeout of one call
 */
@ConfigurationProperties("bot.secrets")
record SecretsProperties(
        @Nullable URI url,
        @Nullable Path tokenFile,
        @Nullable Path caFile,
        @DefaultValue("30s") Duration pollInterval,
        @DefaultValue("2s") Duration timeout) {

    SecretsProperties {
        if (url != null) {
            HttpApi.requireUrl("bot.secrets.url", url);
            if (caFile != null && !"https".equals(url.getScheme())) {
                throw new IllegalStateException("bot.secrets.ca-file is for an https address in bot.secrets.url");
            }
            if (tokenFile == null) {
                throw new IllegalStateException("bot.secrets.url needs bot.secrets.token-file");
            }
        }
    }
}
