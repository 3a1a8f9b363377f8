package dev.tigrit.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.bot.TestAuth;
import dev.tigrit.bot.TestDatabase;
import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.TelegramStandIn;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** While getMe is refused: whoever does not call the bot by its name is served as ever, the promise of an outage included. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + TestAuth.SECRET,
            "bot.auth.timeout=10s",
            "TELEGRAM_BOT_TOKEN=" + PollingIT.TOKEN,
            "bot.telegram.poll-timeout=1s"
        })
class NameUnknownIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TelegramStandIn TELEGRAM = new TelegramStandIn(PollingIT.TOKEN);
    private static final HttpStandIn AUTH = new HttpStandIn(TestAuth::good);

    @DynamicPropertySource
    static void others(DynamicPropertyRegistry registry) {
        TELEGRAM.hideName(true);
        TestDatabase.properties(registry);
        registry.add("bot.telegram.api-url", TELEGRAM::url);
        registry.add("bot.auth.url", AUTH::url);
    }

    @AfterAll
    static void stop() {
        TELEGRAM.close();
        AUTH.close();
    }

    @Test
    void namedCommandWaitsForTheNameAndTheOthersDoNot() {
        await().atMost(PATIENCE).until(() -> TELEGRAM.namesAsked() > 0);
        AUTH.behave(TestAuth::gameDown);

        var named = TELEGRAM.say(61, "/start@tigrit_bot");
        TELEGRAM.say(62, "/start");

        await().atMost(PATIENCE).until(() -> sentTo(62) == 1);
        assertThat(TELEGRAM.sent().getFirst().text()).isEqualTo("Сервис игры временно недоступен");
        assertThat(sentTo(61)).isZero();
        assertThat(TELEGRAM.offset()).isLessThanOrEqualTo(named);
        AUTH.behave(TestAuth::good);
        TELEGRAM.hideName(false);
        await().atMost(PATIENCE).until(() -> sentTo(61) == 1);
        assertThat(TELEGRAM.sent().getLast().text()).startsWith("Здравствуйте, Person 61!");
        await().atMost(PATIENCE).until(() -> TELEGRAM.offset() == TELEGRAM.lastUpdate() + 1);
        assertThat(sentTo(62)).isEqualTo(1);
    }

    private static long sentTo(long person) {
        return TELEGRAM.sent().stream().filter(sent -> sent.chatId() == person).count();
    }
}
