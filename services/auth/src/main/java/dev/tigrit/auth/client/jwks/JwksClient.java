package dev.tigrit.auth.client.jwks;

import dev.tigrit.auth.jwt.KeyAddress;
import dev.tigrit.auth.jwt.PublishedKeys;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundWork;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** The keys of every issuer that publishes them, each address followed by one loop. */
@Component
public final class JwksClient implements BackgroundWork {

    /** How often a loop asks whether something is to be done; an unknown key is noticed within this time. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private final JwksProperties properties;
    private final WebClient.Builder builder;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<KeyAddress, JwksFeed> feeds = new LinkedHashMap<>();
    private List<BackgroundLoop> loops = List.of();

    JwksClient(JwksProperties properties, WebClient.Builder builder, MeterRegistry meters, Clock clock) {
        this.properties = properties;
        this.builder = builder;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * The keys at that address, which arrive once the application has started.
     *
     * @param issuer name in the metrics
     * @throws IllegalArgumentException when the address is not to be trusted; begins with the part of it that is wrong
     */
    public PublishedKeys follow(String issuer, KeyAddress address) {
        var feed = feeds.computeIfAbsent(
                address,
                one -> new JwksFeed(one.url(), properties, new JwksConnection(one, properties, builder), clock));
        feed.report(issuer, meters);
        return feed.keys();
    }

    @Override
    public void start() {
        loops = feeds.values().stream()
                .flatMap(feed -> Stream.concat(
                        feed.connection().loops().stream(),
                        Stream.of(new BackgroundLoop("follow jwks", TICK, feed::refreshWhenDue))))
                .toList();
        BackgroundWork.super.start();
    }

    @Override
    public List<BackgroundLoop> loops() {
        return loops;
    }
}
