package dev.tigrit.gamebackend.client.auth;

import dev.tigrit.gamebackend.client.HttpApi;
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
 * @param timeout of one call
 */
@ConfigurationProperties("game.auth")
record AuthProperties(
        @DefaultValue("http://localhost:8081") URI url,
        @Nullable Path tokenFile,
        @DefaultValue("2s") Duration timeout) {

    AuthProperties {
        HttpApi.requireUrl("game.auth.url", url);
    }
}
