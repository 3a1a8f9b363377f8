package dev.tigrit.bot.client.secrets;

import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** The way to Secrets, when {@code bot.secrets.url} gives one. */
@Component
public final class SecretsClient {

    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final SecretsProperties properties;
    private final WebClient.Builder builder;

    SecretsClient(SecretsProperties properties, WebClient.Builder builder) {
        this.properties = properties;
        this.builder = builder;
    }

    /** Whether there is a Secrets service to ask. */
    public boolean isConfigured() {
        return properties.url() != null;
    }

    /**
     * The work that keeps a key up to date, for the caller to start: each change event fetches it at once, and it is looked at once
     * per poll interval in case an event was lost.
     *
     * @param taker gets the incarnation and the versions of each answer, newest first; it throws IllegalStateException on one that it cannot use
     */
    public List<BackgroundLoop> follow(String key, BiConsumer<@Nullable String, List<KeyVersion>> taker) {
        var feed = new SecretFeed(properties, builder, key, taker);
        return List.of(
                new BackgroundLoop("poll secrets", properties.pollInterval(), feed::poll),
                new BackgroundLoop("follow secrets", RECONNECT, feed::follow));
    }
}
