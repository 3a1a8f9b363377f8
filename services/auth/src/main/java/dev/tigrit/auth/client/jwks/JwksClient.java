package dev.tigrit.auth.client.jwks;

import dev.tigrit.auth.jwt.key.PublishedKeys;
import dev.tigrit.starter.loop.BackgroundLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** The keys of every issuer that publishes them, each address followed by one loop. */
@Component
public final class JwksClient implements SmartLifecycle {

    /** How often a loop asks whether something is to be done; an unknown key is noticed within this time. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private final JwksProperties properties;
    private final WebClient web;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<URI, JwksFeed> feeds = new LinkedHashMap<>();
    private List<BackgroundLoop> loops = List.of();

    JwksClient(JwksProperties properties, WebClient.Builder builder, MeterRegistry meters, Clock clock) {
        this.properties = properties;
        this.web = properties.toClient(builder);
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * The keys at that address, which arrive once the application has started.
     *
     * @param issuer name in the metrics
     * @throws IllegalArgumentException when the address is not to be trusted
     */
    public PublishedKeys follow(String issuer, URI url) {
        var feed = feeds.computeIfAbsent(
                JwksProperties.requireTrustworthy(url), address -> new JwksFeed(address, properties, web, clock));
        feed.report(issuer, meters);
        return feed.keys();
    }

    /** Whether the keys of every issuer have arrived. */
    public boolean isComplete() {
        return feeds.values().stream().allMatch(feed -> feed.keys().areKnown());
    }

    @Override
    public void start() {
        loops = feeds.values().stream()
                .map(feed -> new BackgroundLoop("follow jwks", TICK, feed::refreshWhenDue))
                .toList();
        loops.forEach(BackgroundLoop::start);
    }

    @Override
    public void stop() {
        loops.forEach(BackgroundLoop::stop);
        loops = List.of();
    }

    @Override
    public boolean isRunning() {
        return !loops.isEmpty();
    }
}
