package dev.tigrit.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.bot.TestAuth;
import dev.tigrit.bot.TestDatabase;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.HttpStandIn.Answer;
import dev.tigrit.testkit.TelegramStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.json.JsonMapper;

/** The bot as Telegram's webhook. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + TestAuth.SECRET,
            "bot.auth.timeout=10s",
            "TELEGRAM_BOT_TOKEN=" + PollingIT.TOKEN,
            "TELEGRAM_WEBHOOK_SECRET=" + WebhookIT.SECRET,
            "bot.mode=webhook",
            "bot.webhook.url=https://bot.example/telegram/webhook"
        })
@AutoConfigureWebTestClient(timeout = "30s")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebhookIT {

    static final String SECRET = "a-webhook-secret-of-more-than-32-characters";

    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));
    private static final TelegramStandIn TELEGRAM = new TelegramStandIn(PollingIT.TOKEN);
    private static final HttpStandIn AUTH = new HttpStandIn(TestAuth::good);
    private static final HttpStandIn SESSIONS = new HttpStandIn(_ -> new Answer(200, "{\"sessions\":[]}"));

    @Autowired
    private WebTestClient web;

    @Autowired
    private DatabaseClient database;

    @DynamicPropertySource
    static void others(DynamicPropertyRegistry registry) {
        TELEGRAM.hideName(true);
        TestDatabase.properties(registry);
        registry.add("bot.telegram.api-url", TELEGRAM::url);
        registry.add("bot.auth.url", AUTH::url);
        registry.add("bot.sessions.url", SESSIONS::url);
    }

    @BeforeEach
    void gameIsGood() {
        AUTH.behave(TestAuth::good);
    }

    @AfterAll
    static void stop() {
        TELEGRAM.close();
        AUTH.close();
        SESSIONS.close();
    }

    @Test
    void addressAndSecretAreRegistered() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !TELEGRAM.webhooks().isEmpty());

        var webhook = TELEGRAM.webhooks().getFirst();
        assertThat(webhook.path("url").asString()).isEqualTo("https://bot.example/telegram/webhook");
        assertThat(webhook.path("secret_token").asString()).isEqualTo(SECRET);
        assertThat(webhook.path("allowed_updates").toString()).isEqualTo("[\"message\"]");
    }

    @Test
    void answerIsInTheResponseAndTheRowIsWritten() {
        take(SECRET, update(21, 201, "hello"))
                .expectStatus()
                .isOk()
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.method")
                .isEqualTo("sendMessage")
                .jsonPath("$.chat_id")
                .isEqualTo(21)
                .jsonPath("$.text")
                .isEqualTo("Noted. I understand /start, /me and /sessions.");
        assertThat(rows(21)).isEqualTo(1);
        assertThat(TELEGRAM.sent()).isEmpty();
    }

    /** The others need the name, so this comes first. */
    @Test
    @Order(0)
    void commandWithANameComesAgainUntilTheBotKnowsItsOwn() {
        problem(take(SECRET, update(20, 199, "/me@tigrit_bot")), 503, "name_unknown");
        take(SECRET, update(20, 200, "/me")).expectStatus().isOk();

        TELEGRAM.hideName(false);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> take(SECRET, update(20, 199, "/me@tigrit_bot"))
                        .expectStatus()
                        .isOk());
        assertThat(rows(20)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("dev.tigrit.bot.intake.UpdateCase#all")
    void onlyWhatAPersonSaysToTheBotIsAnsweredWhereItWasSaidAndWritten(UpdateCase update) {
        var answer = take(SECRET, update.update().toString())
                .expectStatus()
                .isOk()
                .expectBody()
                .consumeWith(CONTRACT::check);

        var expected = update.expected();
        if (expected == null) {
            answer.isEmpty();
        } else {
            var call = JsonMapper.shared()
                    .readTree(Objects.requireNonNull(answer.returnResult().getResponseBody()));
            assertThat(call.path("chat_id").asLong()).isEqualTo(expected.chat());
            assertThat(
                            call.has("message_thread_id")
                                    ? call.path("message_thread_id").asLong()
                                    : null)
                    .isEqualTo(expected.topic());
            assertThat(call.path("text").asString()).startsWith(expected.text());
        }
        assertThat(count("update_id = " + update.updateId())).isEqualTo(expected == null ? 0 : 1);
    }

    @Test
    void updateThatComesAgainIsAnsweredAgainAndOneRow() {
        take(SECRET, update(22, 202, "hello")).expectStatus().isOk();
        take(SECRET, update(22, 202, "hello")).expectStatus().isOk();

        assertThat(rows(22)).isEqualTo(1);
    }

    @Test
    void withoutTheGameThePersonIsToldSoAndTelegramIsContent() {
        AUTH.behave(TestAuth::gameDown);

        take(SECRET, update(23, 203, "hello"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.text")
                .isEqualTo("Сервис игры временно недоступен");
        assertThat(rows(23)).isZero();
    }

    @Test
    void nobodyElseGetsIn() {
        problem(take(null, update(24, 204, "hello")), 401, "unauthenticated");
        problem(take("", update(24, 204, "hello")), 401, "unauthenticated");
        problem(take(SECRET + "x", update(24, 204, "hello")), 401, "unauthenticated");

        assertThat(rows(24)).isZero();
        assertThat(AUTH.asked()).noneMatch(asked -> asked.body().contains("\"id\":24,"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "{}",
                "{\"update_id\":\"x\"}",
                "{\"update_id\":1,\"message\":5}",
                "{\"update_id\":1,\"message\":{\"from\":{\"id\":\"x\"}}}"
            })
    void whatIsNoUpdateIsBadRequest(String body) {
        problem(take(SECRET, body), 400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"update_id\":1}",
                "{\"update_id\":1,\"message\":null}",
                "{\"update_id\":1,\"message\":{}}",
                "{\"update_id\":1,\"message\":{\"from\":{\"id\":25},\"date\":1}}",
                "{\"update_id\":1,\"edited_message\":{\"text\":\"x\"}}"
            })
    void updateThatNobodyIsToBeAnsweredForIsTakenAndEmpty(String body) {
        take(SECRET, body).expectStatus().isOk().expectBody().isEmpty();
    }

    @Test
    void strangeDatesAndTextsAreNoProblem() {
        var message =
                "{\"update_id\":%d,\"message\":{\"from\":{\"id\":26},\"chat\":{\"id\":26},\"date\":%s,\"text\":\"%s\"}}";

        take(SECRET, message.formatted(206, "9223372036854775807", "x"))
                .expectStatus()
                .isOk();
        take(SECRET, message.formatted(207, "-5", "/me\\u0000")).expectStatus().isOk();
        take(SECRET, message.formatted(208, "5", "\\ud800")).expectStatus().isOk();

        assertThat(rows(26)).isEqualTo(3);
    }

    @Test
    void tooLargeABodyAndAnotherMediaTypeAreRefused() {
        problem(take(SECRET, "{\"a\":\"" + "x".repeat(262_144) + "\"}"), 413, "payload_too_large");
        problem(
                web.post()
                        .uri("/telegram/webhook")
                        .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue("{}")
                        .exchange(),
                415,
                "unsupported_media_type");
        web.get().uri("/telegram/webhook").exchange().expectStatus().isEqualTo(405);
        web.post().uri("/health").exchange().expectStatus().isEqualTo(405);
    }

    @Test
    void healthIsPublic() {
        web.get().uri("/health").exchange().expectStatus().isOk().expectBody().consumeWith(CONTRACT::check);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void everyOtherDocumentedAnswerWasSeen() {
        assertThat(CONTRACT.documented())
                .filteredOn(answer -> !answer.endsWith(" 405"))
                .isSubsetOf(CONTRACT.seen());
    }

    private ResponseSpec take(@Nullable String secret, String body) {
        return web.post()
                .uri("/telegram/webhook")
                .headers(headers -> {
                    if (secret != null) {
                        headers.set("X-Telegram-Bot-Api-Secret-Token", secret);
                    }
                })
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static String update(long person, long id, String text) {
        return """
                {"update_id":%d,"message":{"message_id":1,"from":{"id":%2$d,"is_bot":false,"first_name":"P","language_code":"en"},\
                "chat":{"id":%2$d,"type":"private"},"date":1764000000,"text":"%3$s"}}""".formatted(id, person, text);
    }

    private static void problem(ResponseSpec response, int status, String code) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .consumeWith(CONTRACT::checkResponse)
                .jsonPath("$.code")
                .isEqualTo(code);
    }

    private long rows(long person) {
        return count("user_id = '" + person + "'");
    }

    private long count(String condition) {
        var count = database.sql("SELECT count(*) FROM tigrit_interactions WHERE " + condition)
                .mapValue(Long.class)
                .one()
                .block(Duration.ofSeconds(10));
        return count == null ? -1 : count;
    }
}
