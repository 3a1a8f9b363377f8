package dev.tigrit.sessions.client.secrets;

import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** The way to Secrets, when {@code sessions.secrets.url} gives one. */
@Component
public final class SecretsClient {

    private final SecretsProperties properties;
    private final WebClient.Builder builder;
    private final Clock clock;

    SecretsClient(SecretsProperties properties, WebClient.Builder builder, Clock clock) {
        this.properties = properties;
        this.builder = builder;
        this.clock = clock;
    }

    /** Whether there is a Secrets service to ask. */
    public boolean isConfigured() {
        return properties.url() != null;
    }

    /**
     * The work that keeps these keys up to date, for the caller to start.
     *
     * @param bearer this service's token for Secrets
     */
    public List<BackgroundLoop> follow(List<WantedKey> keys, Sensitive bearer) {
        var url = properties.url();
        if (url == null) {
            throw new IllegalStateException("sessions.secrets.url is not set");
        }
        return new KeyFeed(properties.toApi(url, builder, bearer), properties, keys, clock).loops();
    }
}
