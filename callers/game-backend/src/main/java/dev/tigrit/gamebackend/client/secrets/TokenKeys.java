package dev.tigrit.gamebackend.client.secrets;

import dev.tigrit.starter.client.FollowedKey;
import dev.tigrit.starter.client.KeyFollower;
import dev.tigrit.starter.client.KeySourceProperties;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundWork;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** JWT_SECRET: from the environment, else kept up to date from Secrets, else nothing. */
@Component
public final class TokenKeys implements BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(TokenKeys.class);
    private static final String KEY = "JWT_SECRET";

    private final KeyRing ring;
    private final List<BackgroundLoop> loops;

    TokenKeys(SecretsProperties properties, EnvironmentKeys environment, WebClient.Builder builder, Clock clock) {
        var given = environment.findKey(KEY);
        var secrets = properties.secrets();
        this.ring = given.map(KeyRing::of).orElseGet(KeyRing::empty);
        this.loops =
                given.isPresent() || secrets.url() == null ? List.of() : follow(secrets, environment, builder, clock);
        if (ring.isEmpty() && loops.isEmpty()) {
            log.atInfo().addKeyValue("key", KEY).log("not set, and game.secrets.url neither: no token is issued");
        }
    }

    private List<BackgroundLoop> follow(
            KeySourceProperties secrets, EnvironmentKeys environment, WebClient.Builder builder, Clock clock) {
        var connection = secrets.toConnection(SecretsProperties.PREFIX, "INTERNAL_API_SECRET", environment);
        var source = new SecretsSource(connection.toStreamingApi(builder, SecretsApi.class));
        var key = new FollowedKey(KEY, EnvironmentKeys::requireLength, ring);
        return new KeyFollower(connection, source, secrets, List.of(key), clock).loops();
    }

    /** Its versions; empty while there are none. */
    public KeyRing ring() {
        return ring;
    }

    @Override
    public List<BackgroundLoop> loops() {
        return loops;
    }
}
