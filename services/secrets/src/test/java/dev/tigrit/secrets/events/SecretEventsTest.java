package dev.tigrit.secrets.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.secrets.caller.ReadersProperties;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.Encoding;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.sse.EventStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class SecretEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CurrentCatalogue current = new CurrentCatalogue();
    private final EventStreams streams = new EventStreams(Duration.ofSeconds(15));
    private final SecretEvents secretEvents = new SecretEvents(
            current,
            new ReadersProperties(Map.of(
                    "A", Set.of("internal"),
                    "B", Set.of("internal"),
                    "HIDDEN", Set.of("default/game"),
                    "INTERNAL_API_SECRET", Set.of("internal"))),
            streams);

    @BeforeEach
    void start() {
        streams.start();
    }

    @Test
    void snapshotComesFirstAndThenOnlyWhatChanged() {
        var a = served("A", 1);
        current.replace(catalogue(10, a, served("B", 1), served("HIDDEN", 1), served("INTERNAL_API_SECRET", 1)));

        StepVerifier.create(events())
                .expectNext(new SecretEvent("A", 1, 10), new SecretEvent("B", 1, 10))
                .then(() -> current.replace(catalogue(11, a, served("B", 2), served("HIDDEN", 2))))
                .expectNext(new SecretEvent("B", 2, 11))
                .then(streams::stop)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void streamWaitsForTheFirstLoad() {
        StepVerifier.create(events())
                .then(() -> current.replace(catalogue(10, served("A", 1))))
                .expectNext(new SecretEvent("A", 1, 10))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void keyThatComesBackIsToldAgain() {
        var a = served("A", 1);
        current.replace(catalogue(10, a));

        StepVerifier.create(events())
                .expectNext(new SecretEvent("A", 1, 10))
                .then(() -> current.replace(catalogue(11)))
                .then(() -> current.replace(catalogue(12, a)))
                .expectNext(new SecretEvent("A", 1, 12))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void slowConsumerGetsTheNewestStateAndNotAllBetween() {
        current.replace(catalogue(10, served("A", 1)));

        StepVerifier.create(events(), 1)
                .expectNext(new SecretEvent("A", 1, 10))
                .then(() -> {
                    for (var i = 2; i <= 10_000; i++) {
                        current.replace(catalogue(10 + i, served("A", i)));
                    }
                })
                .thenRequest(Long.MAX_VALUE)
                .recordWith(ArrayList::new)
                .thenConsumeWhile(event -> event.version() < 10_000)
                .expectNext(new SecretEvent("A", 10_000, 10_010))
                .consumeRecordedWith(told -> assertThat(told).hasSizeLessThan(10))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void heartbeatIsACommentAtOnceAndThenEachPause() {
        StepVerifier.withVirtualTime(() -> secretEvents.open("internal").mapNotNull(ServerSentEvent::comment))
                .expectNext("heartbeat")
                .expectNoEvent(Duration.ofSeconds(15))
                .expectNext("heartbeat")
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void streamOpenedDuringShutdownEndsAtOnce() {
        streams.stop();

        StepVerifier.create(secretEvents.open("internal")).expectComplete().verify(PATIENCE);
    }

    private Flux<SecretEvent> events() {
        return secretEvents.open("internal").mapNotNull(ServerSentEvent::data);
    }

    private static ServedSecret served(String key, long version) {
        return new ServedSecret(
                new Secret(key, Encoding.UTF8, Sensitive.ofText("value"), version, Instant.EPOCH, List.of()),
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
