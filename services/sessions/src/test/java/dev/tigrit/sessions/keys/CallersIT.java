package dev.tigrit.sessions.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import dev.tigrit.testkit.ClusterStandIn;
import dev.tigrit.testkit.SecretsStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.test.StepVerifier;

/** By what a caller is known: the token of its service account, or the internal key of the environment or of Secrets. */
@ExtendWith(OutputCaptureExtension.class)
class CallersIT {

    private static final String OURS = "sessions.tigrit.tigrit";
    private static final String NEW_SESSION = "{\"user_id\": \"42\"}";

    @TempDir
    private Path directory;

    private final ClusterStandIn cluster = new ClusterStandIn("one");

    @Test
    void serviceAccountIsACallerWithThePermissionsOfItsName() {
        try (var redis = RealRedis.start();
                var service = trusting(redis)) {
            var now = Instant.now();

            assertThat(create(service, cluster.token("tigrit/game-backend", OURS, now)))
                    .isEqualTo(201);
            assertThat(create(service, cluster.token("tigrit/tigrit-bot", OURS, now)))
                    .isEqualTo(403);
            assertThat(create(service, cluster.token("tigrit/game-backend", "auth.tigrit.tigrit", now)))
                    .isEqualTo(401);
            assertThat(create(service, cluster.token("tigrit/game-backend", OURS, now.minusSeconds(601))))
                    .isEqualTo(401);
        }
    }

    @Test
    void streamEndsWithTheTokenThatOpenedIt() {
        try (var redis = RealRedis.start();
                var service = trusting(redis, "--sessions.events.heartbeat=100ms")) {
            var endsSoon =
                    cluster.token("tigrit/game-backend", OURS, Instant.now().minusSeconds(597));
            var stream = service.web()
                    .get()
                    .uri("/v1/events")
                    .headers(headers -> headers.setBearerAuth(endsSoon))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .returnResult(String.class);

            StepVerifier.create(stream.getResponseBody().then())
                    .expectComplete()
                    .verify(Duration.ofSeconds(10));
        }
    }

    @Test
    void internalKeyComesFromSecretsToTheTokenOfAServiceAccount(CapturedOutput output) {
        ClusterStandIn.mount(directory, Map.of("token", "of-this-service"));
        try (var redis = RealRedis.start();
                var secrets = new SecretsStandIn();
                var service = TestService.start(
                        redis.url(),
                        "--SESSION_SIGNING_KEY=",
                        "--INTERNAL_API_SECRET=",
                        "--sessions.secrets.url=" + secrets.url(),
                        "--sessions.secrets.poll-interval=1s",
                        "--sessions.secrets.token-file=" + directory.resolve("token"))) {
            secrets.putValue("SESSION_SIGNING_KEY", 1, TestService.SIGNING_KEY);
            await().until(() -> service.management()
                            .get()
                            .uri("/readyz")
                            .exchange()
                            .returnResult(Void.class)
                            .getStatus()
                            .value()
                    == 200);
            assertThat(create(service, TestService.INTERNAL)).isEqualTo(401);

            secrets.putValue("INTERNAL_API_SECRET", 1, TestService.INTERNAL);

            await().until(() -> create(service, TestService.INTERNAL) == 201);
            assertThat(secrets.presented()).containsOnly("Bearer of-this-service");
            assertThat(output.getAll()).doesNotContain("calls that need a caller answer 401");
        }
    }

    @Test
    void detachedItAsksSecretsForNoKey(CapturedOutput output) {
        try (var secrets = new SecretsStandIn();
                var service = TestService.launch(
                        RealRedis.nowhere(),
                        "--INTERNAL_API_SECRET=",
                        "--sessions.secrets.url=" + secrets.url(),
                        "--sessions.secrets.token-file=" + directory.resolve("token"))) {
            assertThat(create(service, TestService.INTERNAL)).isEqualTo(401);
            assertThat(secrets.asked()).isEmpty();
            await().untilAsserted(() -> assertThat(output.getAll()
                            .lines()
                            .filter(line -> line.contains("calls that need a caller answer 401")))
                    .hasSize(1));
        }
    }

    private TestService trusting(RealRedis redis, String... more) {
        ClusterStandIn.mount(directory, cluster);
        var arguments = new ArrayList<>(List.of(
                "--INTERNAL_API_SECRET=",
                "--sessions.callers[tigrit/game-backend]=create,events",
                "--sessions.callers[tigrit/tigrit-bot]=list",
                "--tigrit.trust.directory=" + directory,
                "--tigrit.trust.audience=" + OURS));
        arguments.addAll(List.of(more));
        return TestService.start(redis.url(), arguments.toArray(String[]::new));
    }

    private static int create(TestService service, String bearer) {
        return TestService.post(service.web(), "/v1/sessions", bearer, NEW_SESSION)
                .getStatus()
                .value();
    }
}
