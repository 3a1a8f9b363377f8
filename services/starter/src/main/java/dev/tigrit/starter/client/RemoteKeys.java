package dev.tigrit.starter.client;

import dev.tigrit.starter.client.KeySource.Answer;
import dev.tigrit.starter.client.KeySource.Change;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Keys of another service, when one is configured, kept up to date from the application's start to its end: each change fetches its
 * key at once, and every key is looked at once per poll interval in case a change was lost. While the source is unavailable the rings
 * keep what they hold.
 */
public final class RemoteKeys {

    private static final Logger log = LoggerFactory.getLogger(RemoteKeys.class);

    private static final Duration RECONNECT = Duration.ofSeconds(1);
    /** Two beats are missing. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** @param updated run after each update of the ring */
    private record Followed(
            String name, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring, Runnable updated) {}

    /**
     * Where and how keys are fetched.
     *
     * @param url of the Secrets service; without one every key has to be in the environment
     * @param tokenFile projected token of this program's ServiceAccount, presented there; read again when it changes, and waited for
     *     when it is missing
     * @param caFile PEM file of who may sign the certificate of an {@code https} url, instead of the JVM's; read again likewise
     * @param pollInterval time between two looks at every key, the fall-back for a lost event; 1 s to 30 s
     * @param timeout of one call
     */
    record Properties(
            @Nullable URI url,
            @Nullable Path tokenFile,
            @Nullable Path caFile,
            @DefaultValue("30s") Duration pollInterval,
            @DefaultValue("2s") Duration timeout) {

        private static final Duration LEAST_POLL = Duration.ofSeconds(1);
        private static final Duration MOST_POLL = Duration.ofSeconds(30);

        Properties {
            url = url == null || url.toString().isBlank() ? null : url;
            tokenFile = named(tokenFile);
            caFile = named(caFile);
        }

        private static @Nullable Path named(@Nullable Path file) {
            return file == null || file.toString().isBlank() ? null : file;
        }

        /** @throws IllegalStateException names the configuration key that cannot work */
        void check(String prefix) {
            if (url != null) {
                HttpConnection.requireUrl(prefix + ".url", url);
                if (caFile != null && !"https".equals(url.getScheme())) {
                    throw new IllegalStateException(prefix + ".ca-file is for an https address in " + prefix + ".url");
                }
            }
            if (pollInterval.compareTo(LEAST_POLL) < 0 || pollInterval.compareTo(MOST_POLL) > 0) {
                throw new IllegalStateException(prefix + ".poll-interval has to be from 1s to 30s");
            }
            if (timeout.toMillis() < 1) {
                throw new IllegalStateException(prefix + ".timeout has to be at least 1ms");
            }
        }
    }

    private final String prefix;
    private final Properties properties;
    private final String internalKey;
    private final EnvironmentKeys environment;
    private final Function<HttpConnection, KeySource> source;
    private final Clock clock;
    private final List<Followed> followed = new ArrayList<>();
    private final Map<String, String> etags = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final BackgroundLoops loops;

    RemoteKeys(
            String prefix,
            String internalKey,
            Class<? extends KeySource> api,
            WebClient.Builder builder,
            ConfigurableEnvironment environment,
            BackgroundLoops loops,
            Clock clock) {
        this.prefix = prefix;
        this.properties = Binder.get(environment).bindOrCreate(prefix, Properties.class);
        this.internalKey = internalKey;
        this.environment = new EnvironmentKeys(environment);
        this.source = connection -> connection.toStreamingApi(builder, api);
        this.loops = loops;
        this.clock = clock;
        properties.check(prefix);
    }

    /** Whether there is a service to ask; without one every key has to be in the environment. */
    public boolean areConfigured() {
        return properties.url() != null;
    }

    /** Whether it is asked with the token of this program's ServiceAccount. */
    public boolean presentServiceAccount() {
        return properties.url() != null && properties.tokenFile() != null;
    }

    public Duration pollInterval() {
        return properties.pollInterval();
    }

    /** One more key, whose ring is asked at each use. */
    public void follow(String key, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring) {
        follow(key, rule, ring, () -> {});
    }

    /**
     * One more key to be kept up to date, before the application has started; fails with what is not set to ask for it.
     *
     * @param rule returns the value, or throws IllegalStateException naming the key when it is unusable
     * @param updated run after each update of the ring
     */
    public void follow(String key, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring, Runnable updated) {
        if (followed.isEmpty()) {
            var connection = connection();
            var api = source.apply(connection);
            loops.add(new BackgroundLoop(
                    "poll keys",
                    properties.pollInterval(),
                    () -> connection.awaitReady().then(poll(api))));
            loops.add(new BackgroundLoop(
                    "follow keys", RECONNECT, () -> connection.awaitReady().then(listen(api))));
        }
        followed.add(new Followed(key, rule, ring, updated));
    }

    private HttpConnection connection() {
        var url = properties.url();
        if (url == null) {
            throw new IllegalStateException(prefix + ".url is not set");
        }
        var tokenKey = prefix + ".token-file";
        var bearer = new BearerToken(
                tokenKey,
                properties.tokenFile(),
                () -> environment
                        .findNewest(internalKey)
                        .orElseThrow(() -> new IllegalStateException(internalKey + " is not set; it or " + tokenKey
                                + " is needed to read keys from " + prefix + ".url")),
                loops);
        return new HttpConnection(
                url,
                properties.timeout(),
                bearer,
                UnaryOperator.identity(),
                prefix + ".ca-file",
                properties.caFile(),
                loops);
    }

    private Mono<Void> poll(KeySource source) {
        return Flux.fromIterable(followed)
                .concatMapDelayError(key -> refresh(source, key, null))
                .then();
    }

    /** Ends when the stream does, at the latest with the token that opened it. */
    private Mono<Void> listen(KeySource source) {
        return Flux.<ServerSentEvent<? extends Change>>defer(() -> Flux.from(source.changes()))
                .timeout(SILENCE)
                .concatMap(event -> Mono.justOrEmpty(event.data()))
                .concatMap(change -> refreshChanged(source, change))
                .then();
    }

    private Flux<Void> refreshChanged(KeySource source, Change change) {
        return Flux.fromIterable(followed)
                .filter(key -> key.name().equals(change.key()))
                .concatMap(key -> refresh(source, key, change)
                        // The change came from one replica; another one may answer, which it has not reached.
                        .retryWhen(Retry.backoff(ATTEMPTS, PAUSE)
                                .filter(WebClientResponseException.ServiceUnavailable.class::isInstance))
                        // A folder of its own on each replica has no common revision.
                        .onErrorResume(Exceptions::isRetryExhausted, _ -> refresh(source, key, null)));
    }

    private Mono<Void> refresh(KeySource source, Followed key, @Nullable Change least) {
        var revision = least == null ? null : least.revision();
        var incarnation = least == null ? null : least.incarnation();
        return Mono.<ResponseEntity<? extends Answer>>defer(
                        () -> source.read(key.name(), etags.get(key.name()), revision, incarnation))
                .timeout(properties.timeout())
                .doOnNext(response -> take(key, response))
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

    private void take(Followed key, ResponseEntity<? extends Answer> response) {
        var answer = response.getBody();
        if (answer == null) {
            key.ring().confirm(clock.instant());
        } else {
            update(key, answer, response.getHeaders().getETag());
        }
    }

    private void update(Followed key, Answer answer, @Nullable String etag) {
        try {
            var newest = version(key, answer.versions().getFirst(), answer.encoding());
            var earlier = answer.versions().stream().skip(1).flatMap(sent -> usable(key, sent, answer.encoding()));
            var versions = Stream.concat(Stream.of(newest), earlier).toList();
            if (key.ring().update(answer.incarnation(), versions, clock.instant())) {
                key.updated().run();
                etags.compute(key.name(), (_, _) -> etag);
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
