package dev.tigrit.bot.client.sessions;

import dev.tigrit.bot.client.HttpApi;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Sessions is.
 *
 * @param url of Sessions
 * @param tokenFile the projected ServiceAccount token that is presented there; INTERNAL_API_SECRET is, when unset
 * @param timeout of one call
 */
@ConfigurationProperties("bot.sessions")
record SessionsProperties(
        @DefaultValue("http://localhost:8082") URI url,
        @Nullable Path tokenFile,
        @DefaultValue("2s") Duration timeout) {

    SessionsProperties {
        HttpApi.requireUrl("bot.sessions.url", url);
    }
}
