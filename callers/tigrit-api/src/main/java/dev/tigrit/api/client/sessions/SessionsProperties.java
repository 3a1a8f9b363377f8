package dev.tigrit.api.client.sessions;

import dev.tigrit.api.client.HttpApi;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Sessions is; its verify asks for no caller's name.
 *
 * @param url of Sessions
 * @param timeout of one call
 */
@ConfigurationProperties("api.sessions")
record SessionsProperties(
        @DefaultValue("http://localhost:8082") URI url,
        @DefaultValue("2s") Duration timeout) {

    SessionsProperties {
        HttpApi.requireUrl("api.sessions.url", url);
    }
}
