package dev.tigrit.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.testkit.ClusterStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

/** The event stream over real HTTP. */
class EventsIT {

    private static final ParameterizedTypeReference<ServerSentEvent<JsonNode>> EVENT =
            new ParameterizedTypeReference<>() {};

    @TempDir
    Path folder;

    @BeforeEach
    void secrets() throws IOException {
        Files.writeString(folder.resolve("SESSION_SIGNING_KEY"), "one");
        Files.writeString(folder.resolve("INTERNAL_API_SECRET"), RunningService.INTERNAL_API_SECRET);
        Files.writeString(folder.resolve("UNLISTED"), "one");
    }

    @Test
    void snapshotComesFirstThenAChangeWithinTwoSeconds() {
        try (var service = RunningService.on(folder, "secrets.poll-interval=1s")) {
            var first = new AtomicReference<>(0L);
            var withinTwoSeconds =
                    events(service).timeout(Mono.delay(Duration.ofSeconds(5)), _ -> Mono.delay(Duration.ofSeconds(2)));
            StepVerifier.create(withinTwoSeconds)
                    .assertNext(event -> {
                        assertThat(event.get("key").stringValue()).isEqualTo("SESSION_SIGNING_KEY");
                        assertThat(event.get("revision").longValue()).isPositive();
                        first.set(event.get("version").longValue());
                    })
                    .then(() -> edit("two"))
                    .expectNextMatches(event -> event.get("version").longValue() > first.get())
                    .thenCancel()
                    .verify(Duration.ofSeconds(8));
        }
    }

    @Test
    void changesOfOtherKeysAreNotTold() {
        try (var service = RunningService.on(folder)) {
            StepVerifier.create(events(service).map(event -> event.get("key").stringValue()))
                    .expectNext("SESSION_SIGNING_KEY")
                    .then(() -> write("UNLISTED", "two"))
                    .then(() -> write("INTERNAL_API_SECRET", "another-internal-secret-of-32-bytes-"))
                    .expectNoEvent(Duration.ofMillis(500))
                    .then(() -> edit("two"))
                    .expectNext("SESSION_SIGNING_KEY")
                    .thenCancel()
                    .verify(Duration.ofSeconds(5));
        }
    }

    @Test
    void shutdownEndsAnOpenStreamAndDoesNotWaitForIt() {
        var service = RunningService.on(folder);
        var closed = new AtomicReference<CompletableFuture<Void>>();

        StepVerifier.create(events(service))
                .expectNextCount(1)
                .then(() -> closed.set(CompletableFuture.runAsync(service::close)))
                .expectComplete()
                .verify(Duration.ofSeconds(5));

        assertThat(closed.get()).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void pushedBundleIsToldAndTheStreamEndsWithTheToken() {
        var cluster = new ClusterStandIn("one");
        ClusterStandIn.mount(folder.resolve("trust"), cluster);
        BundleText.mount(folder.resolve("bundle"), 1, Map.of("A", "one", "B", "one"));
        try (var service = RunningService.inBundleMode(folder)) {
            // 600 s of life, of which four are left.
            var token = cluster.token(
                    BundleText.READER, RunningService.AUDIENCE, Instant.now().minusSeconds(596));

            StepVerifier.create(
                            events(service, token).map(event -> event.get("key").stringValue() + event.get("revision")))
                    .expectNext("A1", "B1")
                    .then(() -> BundleText.mount(folder.resolve("bundle"), 2, Map.of("A", "one", "B", "two")))
                    .expectNext("B2")
                    .expectComplete()
                    .verify(Duration.ofSeconds(10));
        }
    }

    private static Flux<JsonNode> events(RunningService service) {
        return events(service, RunningService.INTERNAL_API_SECRET);
    }

    private static Flux<JsonNode> events(RunningService service, String token) {
        return WebClient.create()
                .get()
                .uri(service.url("/v1/events"))
                .headers(headers -> headers.setBearerAuth(token))
                .retrieve()
                .bodyToFlux(EVENT)
                .mapNotNull(ServerSentEvent::data);
    }

    private void edit(String value) {
        write("SESSION_SIGNING_KEY", value);
    }

    private void write(String name, String value) {
        try {
            Files.writeString(folder.resolve(name), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
