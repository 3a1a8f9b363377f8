package dev.tigrit.auth.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.jwt.TestTokens;
import dev.tigrit.auth.store.RealRedis;
import dev.tigrit.auth.telegram.TestInitData;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.LogLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The real server with the replay guard on and a real Redis. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "TELEGRAM_BOT_TOKEN=" + GuardsIT.BOT_TOKEN,
            "JWT_SECRET=" + GuardsIT.SECRET,
            "auth.replay.mode=once",
            "auth.replay.on-outage=refuse",
            "auth.replay.timeout=5s"
        })
@AutoConfigureWebTestClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuardsIT {

    static final String BOT_TOKEN = "4200000042:canary-of-the-bot-token-that-nobody-has";
    static final long USER = 700_700_700;
    static final String SECRET = "canary-of-the-jwt-secret-with-over-32-bytes";

    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));
    private static final RealRedis REDIS = new RealRedis();

    @Autowired
    private WebTestClient web;

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry registry) {
        registry.add("auth.replay.redis-url", REDIS::url);
    }

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @Test
    @Order(1)
    void ofFiftyRacingUsesOfOneCredentialOneIsAccepted() throws Exception {
        awaitGuard();
        var credential = "Bearer " + jwt("racing");
        Callable<Integer> use = () -> verify(credential).getStatus().value();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var statuses = threads.invokeAll(Collections.nCopies(50, use)).stream()
                    .map(future -> future.resultNow())
                    .toList();

            assertThat(statuses).hasSize(50).containsOnlyOnce(200).containsOnly(200, 401);
        }
    }

    @Test
    @Order(2)
    void replayedCredentialIsSaidToBeUsed() {
        var credential = "Bearer " + jwt("replayed");
        verify(credential);

        assertThat(text(verify(credential))).contains("\"code\":\"credential_replayed\"");
    }

    @Test
    @Order(2)
    void nothingSecretIsInLogsMetricsOrAnswers() {
        var initData = TestInitData.of(BOT_TOKEN, USER, Instant.now().getEpochSecond());
        var hash = initData.substring(initData.indexOf("hash=") + 5);
        var token = jwt("canary-subject");
        var signature = token.substring(token.lastIndexOf('.') + 1);
        try (var log = LogLines.of("dev.tigrit", "audit")) {
            var answers = List.of(
                    verify("tma " + initData),
                    verify("tma " + initData),
                    verify("tma " + initData.replace("hash=", "hash=00canary")),
                    verify("tma canary%zz"),
                    verify("Bearer " + token),
                    verify("Bearer " + token),
                    verify("Bearer " + token + "canary"),
                    body("{\"type\":\"jwt\",\"credential\":\"canary\""),
                    body("{\"type\":\"jwt\",\"credential\":\"" + token + "\"}"));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> log.lines().stream()
                                    .filter(line -> line.startsWith("audit "))
                                    .count()
                            >= 8);

            var written = String.join("\n", log.lines())
                    + metrics()
                    + String.join("\n", answers.stream().map(GuardsIT::text).toList())
                    + REDIS.ask(redis -> redis.keys("*"));
            assertThat(written)
                    .contains("credential decision", "auth_decisions_total")
                    .doesNotContain("canary", BOT_TOKEN, SECRET)
                    .doesNotContain(hash, signature, initData);
            assertThat(log.lines())
                    .anyMatch(line -> line.contains(" user="))
                    .noneMatch(line -> line.contains(Long.toString(USER)));
        }
    }

    @Test
    @Order(2)
    void everyDecisionIsCountedAndTimed() {
        verify("tma forged");

        assertThat(metrics())
                .containsPattern(
                        "auth_decisions_total\\{.*bot=\"none\".*issuer=\"none\".*method=\"telegram_init_data\".*reason=\"malformed\".*result=\"rejected\"")
                .contains("auth_decision_duration_seconds_bucket{")
                .contains("auth_replay_total{")
                .contains("log_dropped_total");
    }

    @Test
    @Order(3)
    void withoutRedisTheAnswerIs503AndForgeriesAreStill401() {
        REDIS.stop();

        var refused = verify("Bearer " + jwt("outage"));
        assertThat(refused.getStatus().value()).isEqualTo(503);
        assertThat(refused.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
        assertThat(text(refused)).contains("\"code\":\"replay_guard_unavailable\"");
        assertThat(verify("tma forged").getStatus().value()).isEqualTo(401);
    }

    @Test
    @Order(4)
    void guardIsBackWhenRedisIs() {
        REDIS.startAgain();

        awaitGuard();
    }

    private void awaitGuard() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> verify("Bearer " + jwt("" + System.nanoTime()))
                                .getStatus()
                                .value()
                        == 200);
    }

    private String metrics() {
        var body = WebTestClient.bindToServer()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 << 20))
                .baseUrl("http://localhost:" + managementPort)
                .build()
                .get()
                .uri("/metrics")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return body == null ? "" : body;
    }

    private EntityExchangeResult<byte[]> verify(String authorization) {
        return web.post()
                .uri("/v1/verify")
                .header("Authorization", authorization)
                .exchange()
                .expectBody()
                .consumeWith(CONTRACT::check)
                .returnResult();
    }

    private EntityExchangeResult<byte[]> body(String json) {
        return web.post()
                .uri("/v1/verify")
                .header("Content-Type", "application/json")
                .bodyValue(json)
                .exchange()
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .returnResult();
    }

    private static String text(EntityExchangeResult<byte[]> result) {
        var body = result.getResponseBody();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    private static String jwt(String subject) {
        var exp = Instant.now().getEpochSecond() + 600;
        return TestTokens.hs256(
                SECRET,
                "{\"alg\":\"HS256\"}",
                "{\"sub\":\"" + Math.floorMod(subject.hashCode(), 1_000_000_007) + 1 + "\",\"n\":\"" + subject
                        + "\",\"iat\":" + (exp - 600) + ",\"exp\":" + exp + "}");
    }
}
