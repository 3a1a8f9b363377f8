package dev.tigrit.gamebackend.client.secrets;

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

/** INTERNAL_API_SECRET: from the environment, else kept up to date from Secrets, else nothing. */
@Component
public final class InternalSecret implements BackgroundWork {

    static final String KEY = "INTERNAL_API_SECRET";

    private static final Logger log = LoggerFactory.getLogger(InternalSecret.class);

    private final KeyRing ring;
    private final List<BackgroundLoop> loops;

    InternalSecret(SecretsProperties properties, EnvironmentKeys environment, WebClient.Builder builder, Clock clock) {
        var given = environment.findKey(KEY);
        var url = properties.url();
        if (given.isPresent() || url == null) {
            ring = KeyRing.of(given.orElse(List.of()));
            loops = List.of();
            if (given.isEmpty()) {
                log.atInfo()
                        .addKeyValue("key", KEY)
                        .log(
                                "not set: only ServiceAccount tokens prove callers, and calls need game.sessions.token-file");
            }
            return;
        }
        ring = KeyRing.empty();
        var feed = new SecretFeed(url, properties, builder, ring, clock);
        loops = List.of(new BackgroundLoop("poll secrets", properties.pollInterval(), feed::refresh));
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
