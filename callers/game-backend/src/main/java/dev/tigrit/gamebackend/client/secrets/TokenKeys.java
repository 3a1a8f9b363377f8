package dev.tigrit.gamebackend.client.secrets;

import dev.tigrit.starter.client.FollowedKey;
import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundWork;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** JWT_SECRET: from the environment, else kept up to date from Secrets, else nothing. */
@Component
public final class TokenKeys implements BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(TokenKeys.class);
    private static final String KEY = "JWT_SECRET";

    private final KeyRing ring;
    private final List<BackgroundLoop> loops;

    TokenKeys(EnvironmentKeys environment, RemoteKeys secrets) {
        var given = environment.findKey(KEY);
        this.ring = given.map(KeyRing::of).orElseGet(KeyRing::empty);
        this.loops = given.isPresent() || !secrets.areConfigured()
                ? List.of()
                : secrets.follow(List.of(new FollowedKey(KEY, EnvironmentKeys::requireLength, ring)));
        if (ring.isEmpty() && loops.isEmpty()) {
            log.atInfo().addKeyValue("key", KEY).log("not set, and game.secrets.url neither: no token is issued");
        }
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
