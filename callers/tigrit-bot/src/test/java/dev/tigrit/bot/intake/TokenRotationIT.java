package dev.tigrit.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.bot.TestAuth;
import dev.tigrit.bot.TestDatabase;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.HttpStandIn.Answer;
import dev.tigrit.testkit.HttpStandIn.Asked;
import dev.tigrit.testkit.TelegramStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The token comes from Secrets and is replaced there, while a look for updates waits for a minute. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "INTERNAL_API_SECRET=" + TestAuth.SECRET, "bot.auth.timeout=10s"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OutputCaptureExtension.class)
class TokenRotationIT {

    private static final String FIRST = "1234567890:AAF_a-token-that-no-bot-has-ever-had";
    private static final String SECOND = "1234567890:AAG_the-token-that-came-after-that-one";
    private static final String OF_ANOTHER_BOT = "1234567891:AAH_the-token-of-quite-another-bot";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final TelegramStandIn TELEGRAM = new TelegramStandIn(FIRST);
    private static final HttpStandIn AUTH = new HttpStandIn(TestAuth::good);
    private static final HttpStandIn SECRETS = new HttpStandIn(asked -> secrets(asked, 1, FIRST));

    @TempDir
    private static Path directory;

    @Autowired
    private DatabaseClient database;

    @DynamicPropertySource
    static void others(DynamicPropertyRegistry registry) throws IOException {
        TestDatabase.properties(registry);
        var token = Files.writeString(directory.resolve("token"), "one.two.three");
        registry.add("bot.telegram.api-url", TELEGRAM::url);
        registry.add("bot.auth.url", AUTH::url);
        registry.add("bot.secrets.url", SECRETS::url);
        registry.add("bot.secrets.token-file", () -> token);
    }

    @AfterAll
    static void stop() {
        TELEGRAM.close();
        AUTH.close();
        SECRETS.close();
    }

    @Test
    @Order(1)
    void tokenIsFetchedWithTheTokenOfTheServiceAccount() {
        TELEGRAM.say(201, "hello");

        awaitAnswers(201, 1);
        assertThat(rows(201)).containsExactly("1234567890");
        assertThat(SECRETS.asked())
                .allMatch(call -> call.header("Authorization").equals("Bearer one.two.three"));
        SECRETS.checkAgainst(Contract.of(Path.of("../../services/secrets/openapi.yaml")));
    }

    @Test
    @Order(2)
    void replacedTokenIsUsedAtOnceAndNoUpdateIsLostOrAnsweredTwice() {
        TELEGRAM.replaceToken(SECOND);
        SECRETS.behave(asked -> secrets(asked, 2, SECOND));

        TELEGRAM.say(202, "hello");

        awaitAnswers(202, 1);
        assertThat(rows(202)).containsExactly("1234567890");
        await().atMost(PATIENCE).until(() -> TELEGRAM.offset() == TELEGRAM.lastUpdate() + 1);
        assertThat(answers(201)).isEqualTo(1);
    }

    @Test
    @Order(3)
    void whatIsNoTokenIsNotTakenAndTheLastOneIsKept(CapturedOutput output) {
        SECRETS.behave(asked -> secrets(asked, 3, "rubbish, in place of a token, and long enough"));
        await().atMost(PATIENCE).until(() -> output.getAll().contains("unusable key"));

        TELEGRAM.say(203, "hello");

        awaitAnswers(203, 1);
        assertThat(output.getAll()).doesNotContain("rubbish");
    }

    @Test
    @Order(4)
    void anotherBotStartsWithItsOwnNumbers() {
        TELEGRAM.replaceToken(OF_ANOTHER_BOT);
        TELEGRAM.webhookAppears();
        SECRETS.behave(asked -> secrets(asked, 4, OF_ANOTHER_BOT));

        TELEGRAM.say(204, "hello");

        awaitAnswers(204, 1);
        assertThat(rows(204)).containsExactly("1234567891");
    }

    private static Answer secrets(Asked asked, int version, String token) {
        return asked.path().equals("/v1/events")
                ? new Answer(200, """
                        data: {"key":"TELEGRAM_BOT_TOKEN","version":%1$d,"revision":%1$d}

                        """.formatted(version))
                : new Answer(200, """
                        {"key":"TELEGRAM_BOT_TOKEN","encoding":"utf8","value":"%s","version":%d,\
                        "use_after":"2099-01-01T00:00:00Z","previous":[]}""".formatted(token, version));
    }

    private static void awaitAnswers(long person, int count) {
        await().atMost(PATIENCE).until(() -> answers(person) == count);
    }

    private static int answers(long person) {
        return (int)
                TELEGRAM.sent().stream().filter(sent -> sent.chatId() == person).count();
    }

    private List<String> rows(long person) {
        var found = database.sql("SELECT bot_id::text FROM tigrit_interactions WHERE user_id = '" + person + "'")
                .mapValue(String.class)
                .all()
                .collectList()
                .block(PATIENCE);
        return found == null ? List.of() : found;
    }
}
