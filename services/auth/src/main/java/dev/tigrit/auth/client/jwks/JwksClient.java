package dev.tigrit.auth.client.jwks;

import dev.tigrit.auth.jwt.KeyAddress;
import dev.tigrit.auth.jwt.PublishedKeys;
import dev.tigrit.starter.loop.BackgroundLoops;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** The keys of every issuer that publishes them, each address followed by one loop. */
@Component
public final class JwksClient {

    private final JwksProperties properties;
    private final WebClient.Builder builder;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<KeyAddress, JwksFeed> feeds = new LinkedHashMap<>();
    private final BackgroundLoops loops;

    JwksClient(
            JwksProperties properties,
            WebClient.Builder builder,
            MeterRegistry meters,
            Clock clock,
            BackgroundLoops loops) {
        this.properties = properties;
        this.builder = builder;
        this.meters = meters;
        this.clock = clock;
        this.loops = loops;
    }

    /**
     * The keys at that address, which arrive once the application has started.
     *
     * @param issuer name in the metrics
     * @throws IllegalArgumentException when the address is not to be trusted; begins with the part of it that is wrong
     */
    public PublishedKeys follow(String issuer, KeyAddress address) {
        var feed = feeds.computeIfAbsent(address, one -> new JwksFeed(one, properties, builder, clock, loops));
        feed.report(issuer, meters);
        return feed.keys();
    }
}
