package dev.tigrit.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.telegram.TestInitData;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.SecretsStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

/** The life of a key that comes from Secrets, in order: not there yet, there, rotated, unusable, begun anew, Secrets gone. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + KeysFromSecretsIT.INTERNAL,
            "auth.callers.internal=introspect",
            "auth.jwt-secret.enabled=false",
            "auth.secrets.poll-interval=30s"
        })
@AutoConfigureWebTestClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeysFromSecretsIT {

    static final String INTERNAL = "an internal secret of thirty-two bytes";

    private static final String FIRST = "4200000042:the-first-token-of-the-bot-in-this-test";
    private static final String SECOND = "4200000042:the-second-token-of-the-bot-in-this-test";

    private static final SecretsStandIn SECRETS = new SecretsStandIn();
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    @Autowired
    private WebTestClient web;

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void secrets(DynamicPropertyRegistry registry) {
        registry.add("auth.secrets.url", SECRETS::url);
    }

    @AfterAll
    static void stopSecrets() {
        SECRETS.close();
    }

    @Test
    @Order(1)
    void withoutAKeyTheAnswerIs503AndTheServiceIsNotReady() {
        unavailable(verify(FIRST));
        management("/readyz").expectStatus().isEqualTo(503);
        management("/livez").expectStatus().isOk();
    }

    @Test
    @Order(1)
    void withoutAKeyGatewaysAndCallersGet503AsWell() {
        var initData = TestInitData.of(FIRST, 279058397, Instant.now().getEpochSecond());

        unavailable(web.get()
                .uri("/v1/forward-auth")
                .header(HttpHeaders.AUTHORIZATION, "tma " + initData)
                .exchange());
        unavailable(web.post()
                .uri("/v1/introspect")
                .headers(headers -> headers.setBearerAuth(INTERNAL))
                .body(BodyInserters.fromFormData("token", initData))
                .exchange());
    }

    private static void unavailable(WebTestClient.ResponseSpec response) {
        response.expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "1")
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.code")
                .isEqualTo("keys_unavailable");
    }

    @Test
    @Order(2)
    void keyIsTakenUpByItsEvent() {
        awaitListening();
        SECRETS.putValue("TELEGRAM_BOT_TOKEN", 1, FIRST);

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> verify(FIRST).expectStatus().isOk());
        management("/readyz").expectStatus().isOk();
    }

    @Test
    @Order(3)
    void previousVersionIsAcceptedUntilItsEnd() {
        var end = Instant.now().plusSeconds(2);
        SECRETS.put("TELEGRAM_BOT_TOKEN", "2", """
                {"key":"TELEGRAM_BOT_TOKEN","encoding":"utf8","value":"%s","version":2,"use_after":"2026-01-01T00:00:00Z",
                 "previous":[{"value":"%s","version":1,"not_after":"%s"}]}""".formatted(SECOND, FIRST, end));

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> verify(SECOND).expectStatus().isOk());
        assertThat(Instant.now()).isBefore(end);
        verify(FIRST).expectStatus().isOk();
        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> verify(FIRST).expectStatus().isUnauthorized());
    }

    @Test
    @Order(4)
    void unusableOrOlderValueLeavesTheLastGoodOne() {
        var asked = SECRETS.asked().size();
        SECRETS.putValue("TELEGRAM_BOT_TOKEN", 3, "not a bot token");
        SECRETS.putValue("TELEGRAM_BOT_TOKEN", 1, FIRST);

        await().atMost(Duration.ofSeconds(2)).until(() -> SECRETS.asked().size() >= asked + 2);
        verify(SECOND).expectStatus().isOk();
        verify(FIRST).expectStatus().isUnauthorized();
    }

    /** The bundle was lost and made anew: its versions are counted from 1 again. */
    @Test
    @Order(5)
    void keyOfABundleThatBeganAnewReplacesTheOneOfAHigherVersion() {
        SECRETS.put("TELEGRAM_BOT_TOKEN", "1", """
                {"key":"TELEGRAM_BOT_TOKEN","incarnation":"1764000000000-0123456789abcdef","encoding":"utf8","value":"%s",
                 "version":1,"use_after":"2026-01-01T00:00:00Z","previous":[]}""".formatted(FIRST));

        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> verify(FIRST).expectStatus().isOk());
        verify(SECOND).expectStatus().isUnauthorized();
    }

    @Test
    @Order(6)
    void withSecretsGoneTheHeldKeysGoOn() {
        SECRETS.die();

        verify(FIRST).expectStatus().isOk();
        management("/readyz").expectStatus().isOk();
    }

    private static void awaitListening() {
        await().atMost(Duration.ofSeconds(5)).until(() -> SECRETS.asked().contains("events"));
    }

    private WebTestClient.ResponseSpec verify(String token) {
        return web.post()
                .uri("/v1/verify")
                .header(
                        "Authorization",
                        "tma " + TestInitData.of(token, 7, Instant.now().getEpochSecond()))
                .exchange();
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
