package dev.tigrit.bot.client.auth;

import dev.tigrit.bot.client.HttpApi;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Auth is.
 *
 * @param url of Auth
 * @param tokenFile the projected ServiceAccount token that is presented there; INTERNAL_API_SECRET is, when unset
 * @param timeout of one call; longer than the second that Auth gives the Game
 */
@ConfigurationProperties("bot.auth")
record AuthProperties(
        @DefaultValue("http://localhost:8081") URI url,
        @Nullable Path tokenFile,
        @DefaultValue("2s") Duration timeout) {

    AuthProperties {
        HttpApi.requireUrl("bot.auth.url", url);
    }
}
