package dev.tigrit.auth.replay;

import dev.tigrit.starter.key.Sensitive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether a credential may be used again.
 *
 * @param mode off, or once: a credential is good for one use
 * @param redisUrl where the replicas remember, {@code redis://} or {@code rediss://} with user and password; needed unless off
 * @param onOutage what becomes of a genuine credential while Redis is unavailable: refuse (503) or accept; needed unless off
 * @param timeout of a call to Redis, in milliseconds without a unit; then Redis counts as unavailable
 */
@ConfigurationProperties("auth.replay")
public record ReplayProperties(
        @DefaultValue("off") Mode mode,
        @Nullable Sensitive redisUrl,
        @Nullable OnOutage onOutage,
        @DefaultValue("250ms") Duration timeout) {

    public enum Mode {
        OFF,
        ONCE
    }

    /** There is no default: the one lets replays through, the other makes sign-in depend on Redis. */
    public enum OnOutage {
        REFUSE,
        ACCEPT
    }

    public ReplayProperties {
        if (mode != Mode.OFF && redisUrl == null) {
            throw new IllegalStateException("auth.replay.redis-url is not set; auth.replay.mode needs it");
        }
        if (mode != Mode.OFF && onOutage == null) {
            throw new IllegalStateException(
                    "auth.replay.on-outage is not set; with auth.replay.mode on it has to be refuse or accept");
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalStateException("auth.replay.timeout has to be at least 1 ms");
        }
    }
}
