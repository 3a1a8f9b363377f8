package dev.tigrit.gamebackend.client.sessions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a person stays signed in.
 *
 * @param ttl from the sign-in to the end of the session, used or not; at most what Sessions allows
 * @param idleTtl without any use
 */
@ConfigurationProperties("game.sessions")
record SessionsProperties(
        @DefaultValue("24h") Duration ttl,
        @DefaultValue("1h") Duration idleTtl) {

    SessionsProperties {
        if (ttl.toSeconds() < 1 || idleTtl.toSeconds() < 1) {
            throw new IllegalStateException(
                    "game.sessions.ttl and game.sessions.idle-ttl have to be a second or longer");
        }
    }
}
