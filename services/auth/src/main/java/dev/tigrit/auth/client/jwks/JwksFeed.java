package dev.tigrit.auth.client.jwks;

import dev.tigrit.auth.jwt.KeySet;
import dev.tigrit.auth.jwt.PublishedKeys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/**
 * Keeps the keys of one address up to date. It is asked again and again whether a fetch is due: the interval has passed, an
 * earlier fetch failed, or a token was signed by an unknown key. Never two fetches at once, never two within the floor but for
 * the first keys. Whatever comes but keys leaves the last good ones.
 */
final class JwksFeed {

    private static final Logger log = LoggerFactory.getLogger(JwksFeed.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** What came of a fetch; the lower-case name is the tag {@code result}. */
    enum Result {
        REPLACED,
        UNCHANGED,
        /** An answer, but no usable keys in it. */
        UNUSABLE,
        /** No answer in time, or an unexpected status. */
        FAILED
    }

    /**
     * Progress of the loop, its only writer.
     *
     * @param etag of the keys that are held
     * @param due when to fetch next
     * @param earliest when a missing key may be looked for
     * @param failures in a row
     */
    private record Progress(@Nullable String etag, Instant due, Instant earliest, int failures) {}

    private final URI url;
    private final JwksProperties properties;
    private final JwksConnection connection;
    private final Clock clock;
    private final PublishedKeys keys = PublishedKeys.awaited();
    private final Map<String, MeterRegistry> reports = new ConcurrentHashMap<>();
    private volatile Progress progress = new Progress(null, Instant.MIN, Instant.MIN, 0);

    JwksFeed(URI url, JwksProperties properties, JwksConnection connection, Clock clock) {
        this.url = url;
        this.properties = properties;
        this.connection = connection;
        this.clock = clock;
    }

    JwksConnection connection() {
        return connection;
    }

    PublishedKeys keys() {
        return keys;
    }

    /** Tells the metrics of this issuer how it goes. */
    void report(String issuer, MeterRegistry meters) {
        reports.put(issuer, meters);
        Gauge.builder("auth.jwks.age", this, JwksFeed::ageInSeconds)
                .description("Time since the issuer last confirmed the keys that are held")
                .baseUnit("seconds")
                .tag("issuer", issuer)
                .register(meters);
    }

    /** Fetches the keys if a fetch is due. */
    Mono<Void> refreshWhenDue() {
        return isDue(clock.instant()) ? refresh() : Mono.empty();
    }

    private boolean isDue(Instant now) {
        var stand = progress;
        return !now.isBefore(stand.due) || (keys.wereMissed() && !now.isBefore(stand.earliest));
    }

    private Mono<Void> refresh() {
        var etag = progress.etag;
        return connection
                .web()
                .get()
                .uri(url)
                .headers(headers -> {
                    headers.set(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json");
                    // Without this line any encoding would be fine (RFC 9110 section 12.5.3).
                    headers.set(HttpHeaders.ACCEPT_ENCODING, "identity");
                    if (etag != null) {
                        headers.setIfNoneMatch(etag);
                    }
                })
                .exchangeToMono(JwksAnswer::read)
                .timeout(properties.timeout())
                .doOnSubscribe(_ -> keys.forgetMiss())
                .map(this::accept)
                .onErrorResume(error -> Mono.fromSupplier(
                        () -> fail(Result.FAILED, error.getClass().getSimpleName())))
                .doOnNext(this::count)
                .then();
    }

    private Result accept(JwksAnswer answer) {
        return switch (answer) {
            case JwksAnswer.Document(var published, var etag, var maxAge) -> accept(published, etag, maxAge);
            case JwksAnswer.NotModified(var maxAge)
            when progress.etag != null -> {
                var interval = interval(maxAge);
                keys.confirm(clock.instant(), interval);
                schedule(progress.etag, interval);
                yield Result.UNCHANGED;
            }
            case JwksAnswer.NotModified _ -> fail(Result.UNUSABLE, "304 without a question");
            case JwksAnswer.Other(var status) -> fail(Result.FAILED, "status " + status);
        };
    }

    private Result accept(@Nullable KeySet published, @Nullable String etag, @Nullable Duration maxAge) {
        if (published == null || published.size() == 0) {
            return fail(Result.UNUSABLE, published == null ? "no JWK Set" : "no usable key");
        }
        var interval = interval(maxAge);
        keys.replace(published, clock.instant(), interval);
        schedule(etag, interval);
        log.atInfo()
                .addKeyValue("url", url)
                .addKeyValue("keys", published.size())
                .log("keys fetched");
        return Result.REPLACED;
    }

    private Duration interval(@Nullable Duration maxAge) {
        var wanted = Objects.requireNonNullElse(maxAge, properties.interval());
        if (wanted.compareTo(JwksProperties.SHORTEST) < 0) {
            return JwksProperties.SHORTEST;
        }
        return wanted.compareTo(JwksProperties.LONGEST) > 0 ? JwksProperties.LONGEST : wanted;
    }

    /** A little before the interval ends, so that the keys stay fresh, and not with all replicas at once. */
    private void schedule(@Nullable String etag, Duration interval) {
        var now = clock.instant();
        var pause = interval.toMillis() * ThreadLocalRandom.current().nextLong(80, 90) / 100;
        progress = new Progress(etag, now.plusMillis(pause), now.plus(properties.floor()), 0);
    }

    private Result fail(Result result, String cause) {
        var stand = progress;
        var now = clock.instant();
        var pause = FIRST_RETRY.multipliedBy(1L << Math.min(stand.failures, 10));
        var due = now.plus(pause.compareTo(properties.floor()) < 0 && !keys.areKnown() ? pause : properties.floor());
        progress = new Progress(stand.etag, due, now.plus(properties.floor()), stand.failures + 1);
        log.atWarn()
                .addKeyValue("url", url)
                .addKeyValue("cause", cause)
                .addKeyValue("failures", stand.failures + 1)
                .log("keys could not be fetched, keeping the current ones");
        return result;
    }

    private void count(Result result) {
        reports.forEach((issuer, meters) -> meters.counter(
                        "auth.jwks.fetches",
                        "issuer",
                        issuer,
                        "result",
                        result.name().toLowerCase(Locale.ROOT))
                .increment());
    }

    private double ageInSeconds() {
        var confirmed = keys.confirmedAt();
        return confirmed == null
                ? Double.NaN
                : Duration.between(confirmed, clock.instant()).toMillis() / 1000.0;
    }
}
