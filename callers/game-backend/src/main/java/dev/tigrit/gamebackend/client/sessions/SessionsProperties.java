package dev.tigrit.gamebackend.client.sessions;

import dev.tigrit.starter.client.ServiceAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Sessions is, and how long a person stays signed in.
 *
 * @param url of Sessions
 * @param tokenFile the projected ServiceAccount token that is presented there; INTERNAL_API_SECRET is, when unset
 * @param timeout of one call
 * @param ttl from the sign-in to the end of the session, used or not; at most what Sessions allows
 * @param idleTtl without any use
 */
@ConfigurationProperties("game.sessions")
record SessionsProperties(
        @DefaultValue("http://localhost:8082") URI url,
        @Nullable Path tokenFile,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("24h") Duration ttl,
        @DefaultValue("1h") Duration idleTtl) {

    SessionsProperties {
        if (ttl.toSeconds() < 1 || idleTtl.toSeconds() < 1) {
            throw new IllegalStateException(
                    "game.sessions.ttl and game.sessions.idle-ttl have to be a second or longer");
        }
    }

    ServiceAddress address() {
        return new ServiceAddress(url, tokenFile, timeout);
    }
}
