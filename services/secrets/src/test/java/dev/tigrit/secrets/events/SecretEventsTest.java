package dev.tigrit.secrets.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.secrets.caller.AuditLog;
import dev.tigrit.secrets.caller.Callers;
import dev.tigrit.secrets.events.SecretEvents.SecretEvent;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.secrets.secret.SecretsProperties;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.caller.ServiceAccountTokens;
import dev.tigrit.starter.http.EventStreams;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.ClusterStandIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.mock.env.MockEnvironment;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class SecretEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String INTERNAL = "Bearer internal-secret-of-more-than-32-bytes";
    private static final Map<String, Set<String>> READERS = Map.of(
            "A", Set.of("internal"),
            "B", Set.of("internal"),
            "HIDDEN", Set.of("default/game"),
            "INTERNAL_API_SECRET", Set.of("internal"));

    private final CurrentCatalogue current = new CurrentCatalogue();
    private final EventStreams streams = new EventStreams(Duration.ofSeconds(15));
    private final AuditLog audit = new AuditLog(new SimpleMeterRegistry());
    private final Clock clock = Clock.systemUTC();
    private final SecretEvents secretEvents = new SecretEvents(
            current,
            callers(
                    new MockEnvironment().withProperty("INTERNAL_API_SECRET", INTERNAL.substring("Bearer ".length())),
                    new ServiceAccountTokens.Properties(null, null).toTokens(Clock.systemUTC(), new BackgroundLoops())),
            streams,
            audit,
            clock);

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        streams.start();
    }

    @Test
    void snapshotComesFirstAndThenOnlyWhatChanged() {
        var a = served("A", 1);
        current.replace(catalogue(10, a, served("B", 1), served("HIDDEN", 1), served("INTERNAL_API_SECRET", 1)));

        StepVerifier.create(events())
                .expectNext(new SecretEvent("A", 1, 10, null), new SecretEvent("B", 1, 10, null))
                .then(() -> current.replace(catalogue(11, a, served("B", 2), served("HIDDEN", 2))))
                .expectNext(new SecretEvent("B", 2, 11, null))
                .then(streams::stop)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void streamWaitsForTheFirstLoad() {
        StepVerifier.create(events())
                .then(() -> current.replace(catalogue(10, served("A", 1))))
                .expectNext(new SecretEvent("A", 1, 10, null))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void keyThatComesBackIsToldAgain() {
        var a = served("A", 1);
        current.replace(catalogue(10, a));

        StepVerifier.create(events())
                .expectNext(new SecretEvent("A", 1, 10, null))
                .then(() -> current.replace(catalogue(11)))
                .then(() -> current.replace(catalogue(12, a)))
                .expectNext(new SecretEvent("A", 1, 12, null))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void slowConsumerGetsTheNewestStateAndNotAllBetween() {
        current.replace(catalogue(10, served("A", 1)));

        StepVerifier.create(events(), 1)
                .expectNext(new SecretEvent("A", 1, 10, null))
                .then(() -> {
                    for (var i = 2; i <= 10_000; i++) {
                        current.replace(catalogue(10 + i, served("A", i)));
                    }
                })
                .thenRequest(Long.MAX_VALUE)
                .recordWith(ArrayList::new)
                .thenConsumeWhile(event -> event.version() < 10_000)
                .expectNext(new SecretEvent("A", 10_000, 10_010, null))
                .consumeRecordedWith(told -> assertThat(told).hasSizeLessThan(10))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void heartbeatIsACommentAtOnceAndThenEachPause() {
        StepVerifier.withVirtualTime(() -> open().mapNotNull(ServerSentEvent::comment))
                .expectNext("heartbeat")
                .expectNoEvent(Duration.ofSeconds(15))
                .expectNext("heartbeat")
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void streamOpenedDuringShutdownEndsAtOnce() {
        streams.stop();

        StepVerifier.create(open()).expectComplete().verify(PATIENCE);
    }

    @Test
    void headerThatProvesNobodyOpensNothing() {
        assertThat(secretEvents.open("Bearer other")).isNull();
        assertThat(secretEvents.open(null)).isNull();
    }

    @Test
    void streamEndsAtOnceWhenTheKeyOfItsCallerIsRemoved() {
        var callers = callers(
                new MockEnvironment(),
                new ServiceAccountTokens.Properties(null, null).toTokens(Clock.systemUTC(), new BackgroundLoops()));
        var events = new SecretEvents(current, callers, streams, audit, clock);
        var a = served("A", 1);
        replace(callers, catalogue(10, a, internalKey()));

        StepVerifier.create(Objects.requireNonNull(events.open(INTERNAL)).mapNotNull(ServerSentEvent::data))
                .expectNext(new SecretEvent("A", 1, 10, null))
                .then(() -> replace(callers, catalogue(11, a, internalKey())))
                .expectNoEvent(Duration.ofMillis(100))
                .then(() -> replace(callers, catalogue(12, a)))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void streamEndsWithTheTokenOfItsCaller() {
        var cluster = new ClusterStandIn("one");
        ClusterStandIn.mount(folder, cluster);
        var tokens = new ServiceAccountTokens.Properties(folder, "secrets").toTokens(clock, new BackgroundLoops());
        var events = new SecretEvents(
                current, callers(new MockEnvironment(), tokens), new EventStreams(Duration.ofDays(1)), audit, clock);
        // 600 s of life, of which two are left.
        var token = cluster.token("default/game", "secrets", clock.instant().minusSeconds(598));
        current.replace(catalogue(10, served("HIDDEN", 1)));

        StepVerifier.create(
                        Objects.requireNonNull(events.open("Bearer " + token)).mapNotNull(ServerSentEvent::data))
                .expectNext(new SecretEvent("HIDDEN", 1, 10, null))
                .expectComplete()
                .verify(PATIENCE);
    }

    private Flux<ServerSentEvent<SecretEvent>> open() {
        return Objects.requireNonNull(secretEvents.open(INTERNAL));
    }

    private Flux<SecretEvent> events() {
        return open().mapNotNull(ServerSentEvent::data);
    }

    private void replace(Callers callers, Catalogue catalogue) {
        callers.update(catalogue);
        current.replace(catalogue);
    }

    private Callers callers(MockEnvironment environment, ServiceAccountTokens tokens) {
        return new Callers(
                new SecretsProperties(Path.of("x"), null, Duration.ofSeconds(1), Map.of()),
                new EnvironmentKeys(environment),
                tokens,
                clock);
    }

    private static ServedSecret internalKey() {
        return served("INTERNAL_API_SECRET", INTERNAL.substring("Bearer ".length()), 1);
    }

    private static ServedSecret served(String key, long version) {
        return served(key, "value", version);
    }

    private static ServedSecret served(String key, String value, long version) {
        return new ServedSecret(
                new Secret(key, Encoding.UTF8, Sensitive.ofText(value), version, Instant.EPOCH, List.of()),
                READERS.getOrDefault(key, Set.of()),
                Instant.EPOCH);
    }

    private static Catalogue catalogue(long revision, ServedSecret... secrets) {
        var all = new HashMap<String, ServedSecret>();
        for (var served : secrets) {
            all.put(served.secret().key(), served);
        }
        return new Catalogue(revision, all);
    }
}
