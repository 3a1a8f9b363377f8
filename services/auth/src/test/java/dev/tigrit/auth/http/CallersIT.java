package dev.tigrit.auth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.AuthApplication;
import dev.tigrit.auth.keys.AuthKeys;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.ClusterStandIn;
import dev.tigrit.testkit.SecretsStandIn;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** By what a caller is known: the token of its service account, the internal key of the environment or of Secrets, or nothing. */
@ExtendWith(OutputCaptureExtension.class)
class CallersIT {

    private static final String BOT_TOKEN = "--TELEGRAM_BOT_TOKEN=4200000042:a-token-that-no-bot-has-ever-had";
    private static final String INTERNAL = "an internal secret of thirty-two bytes";
    private static final String OURS = "auth.tigrit.tigrit";
    private static final String NOBODY = "calls in a service's own name answer 401";

    @TempDir
    private Path directory;

    @Test
    void serviceAccountIsACallerWithThePermissionsOfItsName() {
        var cluster = new ClusterStandIn("one");
        ClusterStandIn.mount(directory.resolve("trust"), cluster);
        try (var auth = start(
                BOT_TOKEN,
                "--auth.callers[tigrit/tigrit-api]=introspect",
                "--auth.callers[tigrit/tigrit-bot]=ensure-telegram-user",
                "--tigrit.trust.directory=" + directory.resolve("trust"),
                "--tigrit.trust.audience=" + OURS)) {
            var now = Instant.now();

            assertThat(introspect(auth, cluster.token("tigrit/tigrit-api", OURS, now)))
                    .isEqualTo(200);
            assertThat(introspect(auth, cluster.token("tigrit/tigrit-bot", OURS, now)))
                    .isEqualTo(403);
            assertThat(introspect(auth, cluster.token("other/tigrit-api", OURS, now)))
                    .isEqualTo(403);
            assertThat(introspect(auth, cluster.token("tigrit/tigrit-api", "sessions.tigrit.tigrit", now)))
                    .isEqualTo(401);
            assertThat(introspect(auth, new ClusterStandIn("one").token("tigrit/tigrit-api", OURS, now)))
                    .isEqualTo(401);
            assertThat(introspect(auth, cluster.token("tigrit/tigrit-api", OURS, now.minusSeconds(601))))
                    .isEqualTo(401);
        }
    }

    @Test
    void withNeitherTrustNorKeyNobodyIsACallerAndALineSaysSo(CapturedOutput output) {
        try (var secrets = new SecretsStandIn();
                var auth = start(
                        BOT_TOKEN,
                        "--auth.callers.internal=introspect",
                        "--auth.secrets.url=" + secrets.url(),
                        "--auth.secrets.token-file=" + directory.resolve("token"))) {
            assertThat(introspect(auth, INTERNAL)).isEqualTo(401);
            assertThat(verify(auth)).isEqualTo(401);
            await().untilAsserted(() -> assertThat(output.getAll().lines().filter(line -> line.contains(NOBODY)))
                    .hasSize(1));
            assertThat(auth.getBean(BackgroundLoops.class).isRunning()).isFalse();
            assertThat(secrets.asked()).isEmpty();
        }
    }

    @Test
    void internalKeyComesFromSecretsToTheTokenOfAServiceAccount(CapturedOutput output) {
        ClusterStandIn.mount(directory, Map.of("token", "of-this-service"));
        try (var secrets = new SecretsStandIn();
                var auth = start(
                        "--auth.telegram.enabled=false",
                        "--auth.callers.internal=introspect",
                        "--auth.secrets.url=" + secrets.url(),
                        "--auth.secrets.poll-interval=1s",
                        "--auth.secrets.token-file=" + directory.resolve("token"))) {
            secrets.putValue("JWT_SECRET", 1, "a jwt secret of more than thirty-two bytes");
            await().until(() ->
                    Status.UP.equals(auth.getBean(AuthKeys.class).health().getStatus()));
            assertThat(introspect(auth, INTERNAL)).isEqualTo(401);

            secrets.putValue("INTERNAL_API_SECRET", 1, INTERNAL);

            await().until(() -> introspect(auth, INTERNAL) == 200);
            assertThat(secrets.presented()).containsOnly("Bearer of-this-service");
            assertThat(output.getAll()).doesNotContain(NOBODY);
        }
    }

    @Test
    void internalKeyIsNotAskedForByWhoAuthenticatesWithIt() {
        try (var secrets = new SecretsStandIn();
                var auth = start(
                        "--INTERNAL_API_SECRET=" + INTERNAL,
                        "--auth.callers.internal=introspect",
                        "--auth.secrets.url=" + secrets.url())) {
            await().until(() -> secrets.asked().contains("JWT_SECRET 404"));

            assertThat(introspect(auth, INTERNAL)).isEqualTo(200);
            assertThat(secrets.asked()).noneMatch(asked -> asked.startsWith("INTERNAL_API_SECRET"));
        }
    }

    @Test
    void trustWithoutAnAudienceStopsStartUpAndIsNamed() {
        assertThatThrownBy(() -> start(BOT_TOKEN, "--tigrit.trust.directory=" + directory)
                        .close())
                .rootCause()
                .hasMessageContaining("tigrit.trust.audience");
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(AuthApplication.class)
                .run(Stream.concat(Stream.of("--server.port=0", "--management.server.port=0"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static int introspect(ConfigurableApplicationContext auth, String bearer) {
        return web(auth)
                .post()
                .uri("/v1/introspect")
                .headers(headers -> headers.setBearerAuth(bearer))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("token=x")
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    /** A public operation: bad initData is judged, not put off. */
    private static int verify(ConfigurableApplicationContext auth) {
        return web(auth)
                .post()
                .uri("/v1/verify")
                .header("Authorization", "tma hash=0")
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static WebTestClient web(ConfigurableApplicationContext auth) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + auth.getEnvironment().getProperty("local.server.port"))
                .build();
    }
}
