package dev.tigrit.auth.client.jwks;

import dev.tigrit.auth.jwt.JwkReader;
import dev.tigrit.auth.jwt.KeyAddress;
import dev.tigrit.auth.jwt.PublishedKeys;
import dev.tigrit.starter.client.HttpConnection;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundLoops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Keeps the keys of one address up to date. It is asked again and again whether a fetch is due: the interval has passed, an
 * earlier fetch failed, or a token was signed by an unknown key. Never two fetches at once, never two within the floor but for
 * the first keys. Whatever comes but keys leaves the last good ones.
 */
final class JwksFeed {

    private static final Logger log = LoggerFactory.getLogger(JwksFeed.class);

    /** How often it is asked whether something is to be done; an unknown key is noticed within this time. */
    private static final Duration TICK = Duration.ofSeconds(1);

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

    /** {@code max-age} of Cache-Control (RFC 9111 section 5.2.2.1); more than nine digits are some years. */
    private static final Pattern MAX_AGE =
            Pattern.compile("(?:^|[\\s,])max-age=\"?(\\d{1,9})", Pattern.CASE_INSENSITIVE);

    private final URI url;
    private final JwksProperties properties;
    private final WebClient web;
    private final Clock clock;
    private final PublishedKeys keys = PublishedKeys.awaited();
    private final Map<String, MeterRegistry> reports = new ConcurrentHashMap<>();
    private volatile Progress progress = new Progress(null, Instant.MIN, Instant.MIN, 0);

    /** @throws IllegalArgumentException begins with the part of the address that is wrong */
    JwksFeed(
            KeyAddress address,
            JwksProperties properties,
            WebClient.Builder builder,
            Clock clock,
            BackgroundLoops loops) {
        JwksProperties.requireTrustworthy(address.url(), address.allowHttp());
        var proxy = proxy(address, properties);
        this.url = address.url();
        this.properties = properties;
        this.clock = clock;
        var connection = new HttpConnection(
                url,
                properties.timeout(),
                null,
                // Follows no redirect: where keys come from is decided here, not by whoever answers there.
                http -> proxy == null ? http.followRedirect(false) : proxy.on(http.followRedirect(false)),
                "auth.issuers ca-file " + address.caFile(),
                address.caFile(),
                loops);
        this.web = connection.toClient(builder);
        loops.add(new BackgroundLoop("follow jwks", TICK, this::refreshWhenDue));
    }

    private static @Nullable ProxyAddress proxy(KeyAddress address, JwksProperties properties) {
        if (address.proxy() == null) {
            return properties.proxyFor(address.url());
        }
        try {
            return ProxyAddress.of(address.proxy());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("proxy " + e.getMessage(), e);
        }
    }

    PublishedKeys keys() {
        return keys;
    }

    void report(String issuer, MeterRegistry meters) {
        reports.put(issuer, meters);
        Gauge.builder("auth.jwks.age", this, JwksFeed::ageInSeconds)
                .description("Time since the issuer last confirmed the keys that are held")
                .baseUnit("seconds")
                .tag("issuer", issuer)
                .register(meters);
    }

    Mono<Void> refreshWhenDue() {
        return isDue(clock.instant()) ? refresh() : Mono.empty();
    }

    private boolean isDue(Instant now) {
        var stand = progress;
        return !now.isBefore(stand.due) || (keys.wereMissed() && !now.isBefore(stand.earliest));
    }

    private Mono<Void> refresh() {
        var etag = progress.etag;
        return web.get()
                .uri(url)
                .headers(headers -> {
                    headers.set(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json");
                    // Without this line any encoding would be fine (RFC 9110 section 12.5.3).
                    headers.set(HttpHeaders.ACCEPT_ENCODING, "identity");
                    if (etag != null) {
                        headers.setIfNoneMatch(etag);
                    }
                })
                .exchangeToMono(JwksFeed::read)
                .timeout(properties.timeout())
                .doOnSubscribe(_ -> keys.forgetMiss())
                .map(this::accept)
                .onErrorResume(error -> Mono.fromSupplier(
                        () -> fail(Result.FAILED, error.getClass().getSimpleName())))
                .doOnNext(this::count)
                .then();
    }

    /** The media type is not looked at: many send keys as text. Fails when the body is over the limit. */
    private static Mono<ResponseEntity<byte[]>> read(ClientResponse response) {
        return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), JwkReader.MAX_BYTES)
                .map(buffer -> {
                    var bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .defaultIfEmpty(new byte[0])
                .map(body -> new ResponseEntity<>(body, response.headers().asHttpHeaders(), response.statusCode()));
    }

    private Result accept(ResponseEntity<byte[]> answer) {
        var interval = interval(answer.getHeaders());
        return switch (answer.getStatusCode().value()) {
            case 200 -> accept(answer, interval);
            case 304 -> {
                if (progress.etag == null) {
                    yield fail(Result.UNUSABLE, "304 without a question");
                }
                keys.confirm(clock.instant(), interval);
                schedule(progress.etag, interval);
                yield Result.UNCHANGED;
            }
            // A redirect is not followed.
            default -> fail(Result.FAILED, "status " + answer.getStatusCode().value());
        };
    }

    private Result accept(ResponseEntity<byte[]> answer, Duration interval) {
        var body = answer.getBody();
        var published = body == null ? null : JwkReader.read(body);
        if (published == null || published.size() == 0) {
            return fail(Result.UNUSABLE, published == null ? "no JWK Set" : "no usable key");
        }
        keys.replace(published, clock.instant(), interval);
        schedule(answer.getHeaders().getETag(), interval);
        log.atInfo()
                .addKeyValue("url", url)
                .addKeyValue("keys", published.size())
                .log("keys fetched");
        return Result.REPLACED;
    }

    private Duration interval(HttpHeaders headers) {
        var wanted = headers.getOrEmpty(HttpHeaders.CACHE_CONTROL).stream()
                .map(MAX_AGE::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))))
                .orElse(properties.interval());
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
