package dev.tigrit.api.client.secrets;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** INTERNAL_API_SECRET: from the environment, else kept up to date from Secrets, else nothing. */
@Component
public final class InternalSecret implements SmartLifecycle {

    static final String KEY = "INTERNAL_API_SECRET";

    private static final Logger log = LoggerFactory.getLogger(InternalSecret.class);

    private final KeyRing ring;
    private final @Nullable BackgroundLoop loop;

    InternalSecret(SecretsProperties properties, EnvironmentKeys environment, WebClient.Builder builder, Clock clock) {
        var given = environment.findKey(KEY);
        var url = properties.url();
        if (given.isPresent() || url == null) {
            ring = KeyRing.of(given.orElse(List.of()));
            loop = null;
            if (given.isEmpty()) {
                log.atInfo()
                        .addKeyValue("key", KEY)
                        .log(
                                "not set: calls to Auth are made without a caller's name unless api.auth.token-file is set");
            }
            return;
        }
        ring = KeyRing.empty();
        var feed = new SecretFeed(url, properties, builder, ring, clock);
        loop = new BackgroundLoop("poll secrets", properties.pollInterval(), feed::refresh);
    }

    /** Its versions; empty while there are none. */
    public KeyRing ring() {
        return ring;
    }

    @Override
    public void start() {
        if (loop != null) {
            loop.start();
        }
    }

    @Override
    public void stop() {
        if (loop != null) {
            loop.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null && loop.isRunning();
    }
}
