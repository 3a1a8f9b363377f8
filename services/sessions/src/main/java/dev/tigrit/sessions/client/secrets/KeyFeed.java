package dev.tigrit.sessions.client.secrets;

import dev.tigrit.sessions.client.secrets.SecretsApi.Answer;
import dev.tigrit.sessions.client.secrets.SecretsApi.Change;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Keeps key rings up to date: each change event fetches its key at once, and every key is looked at once per poll interval in
 * case an event was lost. While Secrets is unavailable the rings keep what they hold.
 */
final class KeyFeed {

    private static final Logger log = LoggerFactory.getLogger(KeyFeed.class);

    /** Secrets sends a beat every 15 s; a stream that is silent for longer than two of them is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final SecretsApi api;
    private final Mono<Void> ready;
    private final SecretsProperties properties;
    private final List<WantedKey> keys;
    private final Clock clock;
    private final Map<String, String> etags = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    /** @param ready completes when calls can be made */
    KeyFeed(SecretsApi api, Mono<Void> ready, SecretsProperties properties, List<WantedKey> keys, Clock clock) {
        this.api = api;
        this.ready = ready;
        this.properties = properties;
        this.keys = keys;
        this.clock = clock;
    }

    /** The two loops that do the work. */
    List<BackgroundLoop> loops() {
        return List.of(
                new BackgroundLoop("poll secrets", properties.pollInterval(), this::poll),
                new BackgroundLoop("follow secrets", RECONNECT, this::follow));
    }

    /** Looks at every key once. */
    Mono<Void> poll() {
        return ready.thenMany(Flux.fromIterable(keys).concatMapDelayError(key -> refresh(key, null)))
                .then();
    }

    /** Fetches each key that an event names; ends when the stream does, at the latest with the token that opened it. */
    Mono<Void> follow() {
        return ready.thenMany(Flux.defer(api::events))
                .timeout(SILENCE)
                .mapNotNull(ServerSentEvent::data)
                .concatMap(this::refreshChanged)
                .then();
    }

    private Flux<Void> refreshChanged(Change change) {
        return Flux.fromIterable(keys)
                .filter(key -> key.name().equals(change.key()))
                .concatMap(key -> refresh(key, change)
                        .retryWhen(Retry.backoff(ATTEMPTS, PAUSE).filter(KeyFeed::isBehind))
                        // A folder of its own on each replica has no common revision.
                        .onErrorResume(Exceptions::isRetryExhausted, _ -> refresh(key, null)));
    }

    /** The event came from one replica; another one may answer, which the change has not reached. */
    private static boolean isBehind(Throwable error) {
        return error instanceof WebClientResponseException.ServiceUnavailable;
    }

    private Mono<Void> refresh(WantedKey key, @Nullable Change least) {
        return api.secret(
                        key.name(),
                        etags.get(key.name()),
                        least == null ? null : least.revision(),
                        least == null ? null : least.incarnation())
                .timeout(properties.timeout())
                .doOnNext(response -> accept(key, response))
                .onErrorResume(WebClientResponseException.NotFound.class, _ -> Mono.fromRunnable(() -> miss(key)))
                .then();
    }

    /** There is no such key, or it is not for this service. It may come later; looked for at each poll, so said once. */
    private void miss(WantedKey key) {
        if (missing.add(key.name())) {
            log.atWarn().addKeyValue("key", key.name()).log("Secrets has no such key for this service");
        }
    }

    private void accept(WantedKey key, ResponseEntity<Answer> response) {
        var answer = response.getBody();
        missing.remove(key.name());
        if (response.getStatusCode().isSameCodeAs(HttpStatus.NOT_MODIFIED)) {
            key.ring().confirm(clock.instant());
        } else if (answer != null && update(key, answer)) {
            etags.put(
                    key.name(), Objects.requireNonNullElse(response.getHeaders().getETag(), ""));
        }
    }

    private boolean update(WantedKey key, Answer answer) {
        try {
            return key.ring().update(answer.incarnation(), versions(key, answer), clock.instant());
        } catch (IllegalStateException unusable) {
            // The rules' messages name the key and never quote the value.
            log.atError()
                    .addKeyValue("key", key.name())
                    .addKeyValue("version", answer.version())
                    .addKeyValue("error", unusable.getMessage())
                    .log("unusable key, the last good one is kept");
            return false;
        }
    }

    private static List<KeyVersion> versions(WantedKey key, Answer answer) {
        var versions = new ArrayList<KeyVersion>();
        versions.add(version(key, answer, answer.version(), answer.value(), answer.useAfter(), null));
        for (var previous : Objects.requireNonNullElse(answer.previous(), List.<SecretsApi.Previous>of())) {
            versions.add(
                    version(key, answer, previous.version(), previous.value(), Instant.EPOCH, previous.notAfter()));
        }
        return versions;
    }

    private static KeyVersion version(
            WantedKey key, Answer answer, long number, Sensitive sent, Instant useAfter, @Nullable Instant notAfter) {
        var value = switch (answer.encoding()) {
            case "utf8" -> sent;
            case "base64" -> decoded(key, sent);
            default -> throw new IllegalStateException(key.name() + " has an unknown encoding");
        };
        return KeyVersion.of(number, key.rule().apply(key.name(), value), useAfter, notAfter);
    }

    /** The decoder's own message would quote a byte of the value. */
    private static Sensitive decoded(WantedKey key, Sensitive sent) {
        try {
            return Sensitive.of(Base64.getDecoder().decode(sent.copy()));
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException(key.name() + " is not base64");
        }
    }
}
