package dev.tigrit.auth.client.secrets;

import dev.tigrit.starter.client.FollowedKey;
import dev.tigrit.starter.client.KeyFollower;
import dev.tigrit.starter.client.KeySourceProperties;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** The way to Secrets, when {@code auth.secrets.url} gives one. */
@Component
public final class SecretsClient {

    private final KeySourceProperties properties;
    private final WebClient.Builder builder;
    private final EnvironmentKeys environment;
    private final Clock clock;

    SecretsClient(SecretsProperties properties, WebClient.Builder builder, EnvironmentKeys environment, Clock clock) {
        this.properties = properties.secrets();
        this.builder = builder;
        this.environment = environment;
        this.clock = clock;
    }

    /** Whether there is a Secrets service to ask. */
    public boolean isConfigured() {
        return properties.url() != null;
    }

    /** Whether it is asked with the token of this service's account: the internal key is served to no other. */
    public boolean presentsServiceAccount() {
        return properties.presentsServiceAccount();
    }

    /** The work that keeps these keys up to date, for the owner to start. */
    public List<BackgroundLoop> follow(List<FollowedKey> keys) {
        var connection = properties.toConnection(SecretsProperties.PREFIX, "INTERNAL_API_SECRET", environment);
        var source = new SecretsSource(connection.toStreamingApi(builder, SecretsApi.class));
        return new KeyFollower(connection, source, properties, keys, clock).loops();
    }
}
