package dev.tigrit.auth.ratelimit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.tigrit.auth.origin.TrustedProxies;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many credentials of one address may fail. Off without trusted proxies: behind one that is not known all clients would
 * share its address.
 *
 * @param trustedProxies address blocks in CIDR notation whose X-Forwarded-For is believed
 * @param failures that one address may have in a window
 * @param window in which they are counted
 * @param maxAddresses that are remembered, about 200 bytes each
 */
@ConfigurationProperties("auth.rate-limit")
public record RateLimitProperties(
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("20") int failures,
        @DefaultValue("1m") Duration window,
        @DefaultValue("100000") long maxAddresses) {

    private static final String TRUSTED_PROXIES = "auth.rate-limit.trusted-proxies";

    /** Refuses what limits nothing, naming the key. */
    public RateLimitProperties {
        if (failures < 1) {
            throw new IllegalStateException("auth.rate-limit.failures has to be at least 1");
        }
        if (!window.isPositive()) {
            throw new IllegalStateException("auth.rate-limit.window has to be longer than zero");
        }
        if (maxAddresses < 1) {
            throw new IllegalStateException("auth.rate-limit.max-addresses has to be at least 1");
        }
    }

    /** @throws IllegalStateException names the property when a block is none */
    public TrustedProxies toTrustedProxies() {
        return TrustedProxies.of(TRUSTED_PROXIES, trustedProxies);
    }

    /** The limit, or null when it is off. */
    public @Nullable FailureLimit toLimit() {
        return trustedProxies.isEmpty()
                ? null
                : new FailureLimit(failures, window, maxAddresses, Ticker.systemTicker());
    }
}
