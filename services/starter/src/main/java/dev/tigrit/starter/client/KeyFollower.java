package dev.tigrit.starter.client;

import dev.tigrit.starter.client.KeySource.Answer;
import dev.tigrit.starter.client.KeySource.Change;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Keeps key rings up to date: each change fetches its key at once, and every key is looked at once per poll interval in case a
 * change was lost. While the source is unavailable the rings keep what they hold.
 */
final class KeyFollower {

    /** @param updated run after each update of the ring */
    record Followed(String name, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring, Runnable updated) {}

    private static final Logger log = LoggerFactory.getLogger(KeyFollower.class);

    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpConnection connection;
    private final KeySource source;
    private final RemoteKeys.Properties properties;
    private final List<Followed> keys;
    private final Clock clock;
    private final Map<String, String> etags = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    /** @param connection that the source calls by; nothing is asked before it is ready */
    KeyFollower(
            HttpConnection connection,
            KeySource source,
            RemoteKeys.Properties properties,
            List<Followed> keys,
            Clock clock,
            BackgroundLoops loops) {
        this.connection = connection;
        this.source = source;
        this.properties = properties;
        this.keys = keys;
        this.clock = clock;
        loops.add(new BackgroundLoop("poll keys", properties.pollInterval(), this::poll));
        loops.add(new BackgroundLoop("follow keys", RECONNECT, this::follow));
    }

    private Mono<Void> poll() {
        return connection
                .awaitReady()
                .thenMany(Flux.fromIterable(keys).concatMapDelayError(key -> refresh(key, null)))
                .then();
    }

    /** Ends when the stream does, at the latest with the token that opened it. */
    private Mono<Void> follow() {
        return connection
                .awaitReady()
                .thenMany(Flux.defer(source::changes))
                .concatMap(this::refreshChanged)
                .then();
    }

    private Flux<Void> refreshChanged(Change change) {
        return Flux.fromIterable(keys)
                .filter(key -> key.name().equals(change.key()))
                .concatMap(key -> refresh(key, change)
                        .retryWhen(Retry.backoff(ATTEMPTS, PAUSE).filter(KeyFollower::isBehind))
                        // A folder of its own on each replica has no common revision.
                        .onErrorResume(Exceptions::isRetryExhausted, _ -> refresh(key, null)));
    }

    /** The change came from one replica; another one may answer, which it has not reached. */
    private static boolean isBehind(Throwable error) {
        return error instanceof WebClientResponseException.ServiceUnavailable;
    }

    private Mono<Void> refresh(Followed key, @Nullable Change least) {
        var revision = least == null ? null : least.revision();
        var incarnation = least == null ? null : least.incarnation();
        return Mono.defer(() -> source.read(key.name(), etags.get(key.name()), revision, incarnation))
                .timeout(properties.timeout())
                .doOnNext(answer -> update(key, answer))
                .switchIfEmpty(Mono.fromRunnable(() -> key.ring().confirm(clock.instant())))
                .doOnSuccess(_ -> missing.remove(key.name()))
                .onErrorResume(WebClientResponseException.NotFound.class, _ -> Mono.fromRunnable(() -> miss(key)))
                .then();
    }

    /** There is no such key, or it is not for this program. It may come later; looked for at each poll, so said once. */
    private void miss(Followed key) {
        if (missing.add(key.name())) {
            log.atWarn().addKeyValue("key", key.name()).log("no such key for this service");
        }
    }

    private void update(Followed key, Answer answer) {
        try {
            var newest = version(key, answer.versions().getFirst(), answer.encoding());
            var earlier = answer.versions().stream().skip(1).flatMap(sent -> usable(key, sent, answer.encoding()));
            var versions = Stream.concat(Stream.of(newest), earlier).toList();
            if (key.ring().update(answer.incarnation(), versions, clock.instant())) {
                key.updated().run();
                etags.compute(key.name(), (_, _) -> answer.etag());
            }
        } catch (IllegalStateException unusable) {
            // The rules' messages name the key and never quote the value.
            log.atError()
                    .addKeyValue("key", key.name())
                    .addKeyValue("version", answer.versions().getFirst().number())
                    .addKeyValue("error", unusable.getMessage())
                    .log("unusable key, the last good one is kept");
        }
    }

    /** An earlier version that is unusable was never in use here, and must not keep its successor out. */
    private static Stream<KeyVersion> usable(Followed key, KeySource.Version sent, String encoding) {
        try {
            return Stream.of(version(key, sent, encoding));
        } catch (IllegalStateException _) {
            return Stream.empty();
        }
    }

    private static KeyVersion version(Followed key, KeySource.Version sent, String encoding) {
        var value = key.rule().apply(key.name(), sent.value().decoded(encoding));
        return KeyVersion.of(sent.number(), value, sent.useAfter(), sent.notAfter());
    }
}
