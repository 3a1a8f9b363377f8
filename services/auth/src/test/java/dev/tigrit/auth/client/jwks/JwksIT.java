package dev.tigrit.auth.client.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.jwt.TestSigner;
import dev.tigrit.testkit.Contract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.test.web.reactive.server.WebTestClient;

/** The real server and an issuer on real HTTP that hangs, publishes, rotates, lies and dies, in that order. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "auth.telegram.enabled=false",
            "auth.jwt-secret.enabled=false",
            "auth.issuers.partner.issuer=https://issuer.example",
            "auth.issuers.partner.audiences=game",
            "auth.telegram.oidc.client-ids=4200000042",
            "auth.jwks.floor=2s"
        })
@AutoConfigureWebTestClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JwksIT {

    private static final TestSigner FIRST = new TestSigner("ES256", "first");
    private static final TestSigner SECOND = new TestSigner("EdDSA", "second");
    private static final TestSigner TELEGRAM = new TestSigner("RS256", "oidc-1");
    private static final IssuerStandIn ISSUER = new IssuerStandIn();
    private static final IssuerStandIn TELEGRAMS = new IssuerStandIn();
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    @Autowired
    private WebTestClient web;

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void issuers(DynamicPropertyRegistry registry) {
        ISSUER.hang();
        TELEGRAMS.publish(TestSigner.jwks(TELEGRAM), Map.of());
        registry.add("auth.issuers.partner.jwks-url", ISSUER::url);
        registry.add("auth.telegram.oidc.jwks-url", TELEGRAMS::url);
    }

    @AfterAll
    static void stopIssuers() {
        ISSUER.close();
        TELEGRAMS.close();
    }

    @Test
    @Order(1)
    void whileTheFirstFetchHangsTheAnswerIs503AtOnceAndTheServiceIsReady() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !ISSUER.asked().isEmpty());
        verify(partner(FIRST)).expectStatus().isEqualTo(503);

        for (var i = 0; i < 20; i++) {
            var before = System.nanoTime();
            verify(partner(FIRST))
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .exists("Retry-After")
                    .expectBody()
                    .consumeWith(CONTRACT::check);
            // A request that waited would take the fetch's 3 s.
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        }
        management("/readyz").expectStatus().isOk();
        management("/livez").expectStatus().isOk();
        management("/health")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.issuers.details.partner")
                .isEqualTo("no keys yet");
        assertThat(metric("auth_issuer_keys_known{issuer=\"partner\"}")).isZero();
    }

    @Test
    @Order(2)
    void keysOfAnotherIssuerServeMeanwhile() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> verify(telegram()).expectStatus().isOk());
        verify(telegram())
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.user_id")
                .isEqualTo("987654321")
                .jsonPath("$.issuer")
                .isEqualTo("telegram");
    }

    @Test
    @Order(3)
    void keysThatArriveAreTakenUp() {
        ISSUER.publish(TestSigner.jwks(FIRST), Map.of("ETag", "\"1\""));

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> verify(partner(FIRST)).expectStatus().isOk());
        verify(partner(FIRST))
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.user_id")
                .isEqualTo("partner:alice");
        management("/health")
                .expectBody()
                .jsonPath("$.components.issuers.details.partner")
                .isEqualTo("keys known");
        assertThat(metric("auth_issuer_keys_known{issuer=\"partner\"}")).isOne();
    }

    @Test
    @Order(4)
    void rotatedKeyIsRefusedOnceAndThenKnownByAnEarlyFetch() {
        ISSUER.publish(TestSigner.jwks(FIRST, SECOND), Map.of("ETag", "\"2\""));

        verify(partner(SECOND))
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.code")
                .isEqualTo("credential_invalid");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> verify(partner(SECOND)).expectStatus().isOk());
        verify(partner(FIRST)).expectStatus().isOk();
    }

    @Test
    @Order(5)
    void unknownKeysCauseNoMoreThanOneFetchPerFloor() {
        var asked = ISSUER.asked().size();
        var stranger = partner(new TestSigner("ES256", "stranger"));
        var before = System.nanoTime();
        for (var i = 0; i < 100; i++) {
            verify(stranger).expectStatus().isUnauthorized();
        }
        var floors = Duration.ofNanos(System.nanoTime() - before).toSeconds() / 2;

        assertThat(ISSUER.asked().size() - asked).isLessThanOrEqualTo((int) floors + 2);
    }

    @Test
    @Order(6)
    void garbageRedirectsHangingAndDeathLeaveTheKeys() {
        ISSUER.publish("sorry", Map.of());
        awaitOneMoreFetch();
        ISSUER.fail(302, Map.of("Location", TELEGRAMS.url().toString()));
        awaitOneMoreFetch();
        ISSUER.hang();
        awaitOneMoreFetch();
        var before = System.nanoTime();
        verify(partner(FIRST)).expectStatus().isOk();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        ISSUER.close();

        verify(partner(FIRST)).expectStatus().isOk();
        verify(partner(SECOND)).expectStatus().isOk();
        management("/readyz").expectStatus().isOk();
    }

    private void awaitOneMoreFetch() {
        var asked = ISSUER.asked().size();
        var stranger = partner(new TestSigner("ES256", "stranger"));
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            verify(stranger).expectStatus().isUnauthorized();
            assertThat(ISSUER.asked()).hasSizeGreaterThan(asked);
        });
        verify(partner(FIRST)).expectStatus().isOk();
    }

    private static String partner(TestSigner signer) {
        return signer.sign("{\"iss\":\"https://issuer.example\",\"aud\":\"game\",\"sub\":\"alice\",\"exp\":"
                + (Instant.now().getEpochSecond() + 600) + "}");
    }

    private static String telegram() {
        var now = Instant.now().getEpochSecond();
        return TELEGRAM.sign(
                "{\"iss\":\"https://oauth.telegram.org\",\"aud\":\"4200000042\",\"sub\":\"1234123412341234\","
                        + "\"id\":987654321,\"iat\":" + now + ",\"exp\":" + (now + 3600) + "}");
    }

    private WebTestClient.ResponseSpec verify(String token) {
        return web.post()
                .uri("/v1/verify")
                .header("Authorization", "Bearer " + token)
                .exchange();
    }

    private double metric(String series) {
        var metrics =
                management("/metrics").expectBody(String.class).returnResult().getResponseBody();
        return Objects.requireNonNull(metrics)
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private WebTestClient.ResponseSpec management(String path) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + managementPort)
                .build()
                .get()
                .uri(path)
                .exchange();
    }
}
