package dev.tigrit.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.bot.TestAuth;
import dev.tigrit.bot.TestDatabase;
import dev.tigrit.testkit.Contract;
import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.HttpStandIn.Answer;
import dev.tigrit.testkit.TelegramStandIn;
import dev.tigrit.testkit.TelegramStandIn.Sent;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The bot with a real database before a Telegram, an Auth and a Sessions made from their contracts; each person is its own. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + TestAuth.SECRET,
            "bot.auth.timeout=10s",
            "TELEGRAM_BOT_TOKEN=" + PollingIT.TOKEN,
            "bot.telegram.poll-timeout=1s"
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OutputCaptureExtension.class)
class PollingIT {

    static final String TOKEN = "1234567890:AAF_a-token-that-no-bot-has-ever-had";

    private static final String DOWN = "Сервис игры временно недоступен";
    private static final String NOTED = "Записал. Я понимаю /start, /me и /sessions.";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final TelegramStandIn TELEGRAM = new TelegramStandIn(TOKEN);
    private static final HttpStandIn AUTH = new HttpStandIn(TestAuth::good);
    private static final HttpStandIn SESSIONS = new HttpStandIn(_ -> new Answer(200, "{\"sessions\":[]}"));

    @Autowired
    private DatabaseClient database;

    @Autowired
    private MeterRegistry metrics;

    @DynamicPropertySource
    static void others(DynamicPropertyRegistry registry) {
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
    void messageIsARowAndAnAnswer() {
        var update = TELEGRAM.say(1, "привет");

        assertThat(answers(1, 1)).containsExactly(NOTED);
        assertThat(rows(1)).containsExactly(update);
        assertThat(column(1, "game_user_id")).containsExactly("g-1");
        assertThat(column(1, "coalesce(command, '-')")).containsExactly("-");
        assertThat(column(1, "bot_id")).containsExactly("1234567890");
        assertThat(AUTH.asked().getLast().body()).contains("\"telegram_user\"", "\"first_name\":\"Person 1\"");
    }

    @Test
    void commandsAnswerAboutThePersonWhoAsks() {
        SESSIONS.behave(_ -> new Answer(200, """
                {"sessions":[{"session_id":"%s","user_id":"2","created_at":"2026-11-01T10:00:00Z","expires_at":"2026-12-01T10:00:00Z",\
                "idle_expires_at":"2026-12-01T10:00:00Z","extended_at":"2026-11-01T10:00:00Z","extend_after":"2026-11-01T11:00:00Z",\
                "device":"Chrome, Android"}]}""".formatted("a".repeat(43))));

        TELEGRAM.say(2, "/start");
        TELEGRAM.say(2, "/me@tigrit_bot");
        TELEGRAM.say(2, "/sessions");

        var answers = answers(2, 3);
        assertThat(answers.get(0)).startsWith("Здравствуйте, Person 2!");
        assertThat(answers.get(1)).contains("Telegram id: 2", "В игре: g-2", "Сообщений: 2");
        assertThat(answers.get(2)).startsWith("• Chrome, Android, 1 нояб. 2026");
        assertThat(SESSIONS.asked().getLast().path()).isEqualTo("/v1/users/2/sessions");
        assertThat(SESSIONS.asked().getLast().header("Authorization")).isEqualTo("Bearer " + TestAuth.SECRET);
        assertThat(column(2, "coalesce(command, '-')")).containsExactly("/start", "/me", "/sessions");
    }

    @Test
    void withoutSessionsTheListIsNotThereAndTheRowIs() {
        SESSIONS.behave(_ -> Answer.problem(503, "store_unavailable"));

        TELEGRAM.say(3, "/sessions");

        assertThat(answers(3, 1)).containsExactly("Список входов сейчас недоступен, попробуйте позже.");
        assertThat(rows(3)).hasSize(1);
    }

    @Test
    void withoutTheGameThePersonIsToldSoAndNothingIsWritten() {
        AUTH.behave(TestAuth::gameDown);
        TELEGRAM.say(4, "/me");
        assertThat(answers(4, 1)).containsExactly(DOWN);

        AUTH.behave(TestAuth::good);
        var later = TELEGRAM.say(4, "again");

        assertThat(answers(4, 2)).containsExactly(DOWN, NOTED);
        assertThat(rows(4)).containsExactly(later);
    }

    @Test
    void withoutAuthItIsTheSame() {
        AUTH.die();
        TELEGRAM.say(5, "hello");
        assertThat(answers(5, 1)).containsExactly(DOWN);
        AUTH.comeBack();

        TELEGRAM.say(5, "again");

        assertThat(answers(5, 2)).containsExactly(DOWN, NOTED);
        assertThat(rows(5)).hasSize(1);
    }

    @Test
    void personWhomTheGameRefusesIsToldSo() {
        AUTH.behave(_ -> Answer.problem(400, "user_refused"));

        TELEGRAM.say(6, "hello");

        assertThat(answers(6, 1)).containsExactly("Игра не принимает данные этого аккаунта.");
        assertThat(rows(6)).isEmpty();
    }

    @Test
    void updateThatComesAgainIsOneRow() {
        var update = TELEGRAM.say(7, "hello");
        answers(7, 1);

        TELEGRAM.again(update, """
                "message":{"message_id":1,"from":{"id":7,"is_bot":false,"first_name":"Person 7","language_code":"ru"},\
                "chat":{"id":7,"type":"private"},"date":1764000000,"text":"hello"}""");

        assertThat(answers(7, 2)).containsExactly(NOTED, NOTED);
        assertThat(rows(7)).containsExactly(update);
    }

    @Test
    void answerThatDoesNotGoOutIsSentAgainAndTheOffsetWaits() {
        TELEGRAM.refuseNextSend(500, "\"description\":\"Internal Server Error\"");
        TELEGRAM.refuseNextSend(429, "\"description\":\"Too Many Requests\",\"parameters\":{\"retry_after\":1}");

        var update = TELEGRAM.say(8, "hello");

        await().atMost(PATIENCE).until(() -> rows(8).size() == 1);
        assertThat(answers(8, 1)).containsExactly(NOTED);
        await().atMost(PATIENCE).until(() -> TELEGRAM.offset() == update + 1);
        assertThat(rows(8)).containsExactly(update);
    }

    @Test
    void chatThatTakesNoAnswerStopsNobody() {
        TELEGRAM.refuseNextSend(403, "\"description\":\"Forbidden: bot was blocked by the user\"");

        TELEGRAM.say(9, "hello");
        await().atMost(PATIENCE).until(() -> rows(9).size() == 1);
        TELEGRAM.say(10, "hello");

        assertThat(answers(10, 1)).containsExactly(NOTED);
        assertThat(answers(9, 0)).isEmpty();
    }

    @Test
    void updatesOfOtherKindsAreConfirmedAndNothingElse() {
        var asked = AUTH.asked().size();
        for (var other : List.of(
                "\"poll_answer\":{\"poll_id\":\"1\"}",
                "\"channel_post\":{\"message_id\":1,\"chat\":{\"id\":-100,\"type\":\"channel\"},\"date\":1}",
                "\"message\":{\"message_id\":1,\"chat\":{\"id\":-100,\"type\":\"supergroup\"},\"date\":1}",
                "\"message\":{\"message_id\":1,\"from\":{\"id\":11,\"is_bot\":true,\"first_name\":\"B\"},"
                        + "\"chat\":{\"id\":11,\"type\":\"private\"},\"date\":1}",
                "\"message\":{\"message_id\":1,\"from\":{\"id\":11,\"first_name\":\"B\"},\"date\":1}")) {
            TELEGRAM.update(other);
        }

        await().atMost(PATIENCE).until(() -> TELEGRAM.offset() == TELEGRAM.lastUpdate() + 1);
        assertThat(AUTH.asked()).hasSize(asked);
        assertThat(rows(11)).isEmpty();
    }

    /** The number that the update had in the file is that of the stand-in here. */
    @Test
    void onlyWhatAPersonSaysToTheBotIsAnsweredWhereItWasSaidAndWritten() {
        await().atMost(PATIENCE).until(() -> TELEGRAM.namesAsked() > 0);
        SESSIONS.behave(_ -> new Answer(200, "{\"sessions\":[]}"));
        var asked = AUTH.asked().size();
        var cases = UpdateCase.all();
        var numbers = new HashMap<UpdateCase, Long>();

        cases.forEach(update -> numbers.put(update, TELEGRAM.update(update.members())));
        await().atMost(Duration.ofMinutes(2)).until(() -> TELEGRAM.offset() == TELEGRAM.lastUpdate() + 1);

        assertThat(cases).hasSizeGreaterThan(100).allSatisfy(update -> {
            var expected = update.expected();
            var commands = values("coalesce(command, '-')", "update_id = " + numbers.get(update));
            var sent = TELEGRAM.sent().stream()
                    .filter(message -> message.chatId() == update.chat())
                    .toList();
            if (expected == null) {
                assertThat(sent).isEmpty();
                assertThat(commands).isEmpty();
                return;
            }
            assertThat(sent).singleElement().satisfies(message -> {
                assertThat(message.topic()).isEqualTo(expected.topic());
                assertThat(message.text()).startsWith(expected.text());
            });
            assertThat(commands).containsExactly(Objects.requireNonNullElse(expected.command(), "-"));
        });
        var answered = cases.stream().filter(update -> update.expected() != null);
        assertThat(AUTH.asked().size() - asked).isEqualTo(answered.count());
    }

    @Test
    void groupThatHasBecomeASupergroupIsAnsweredThere() {
        TELEGRAM.migrate(-18, -1_000_000_000_018L);

        var update = TELEGRAM.update("""
                "message":{"message_id":1,"from":{"id":18,"is_bot":false,"first_name":"Person 18","language_code":"ru"},\
                "chat":{"id":-18,"title":"G","type":"group"},"date":1764000000,"text":"/me"}""");

        assertThat(answers(-1_000_000_000_018L, 1)).singleElement().asString().startsWith("Telegram id: 18");
        assertThat(toPerson(-18)).isEmpty();
        assertThat(rows(18)).containsExactly(update);
        await().atMost(PATIENCE).until(() -> TELEGRAM.offset() > update);
    }

    @Test
    void supergroupThatHasToWaitIsAnsweredLater() {
        TELEGRAM.migrate(-19, -1_000_000_000_019L);
        TELEGRAM.refuseNextSend(400, """
                "description":"Bad Request: group chat was upgraded to a supergroup chat",\
                "parameters":{"migrate_to_chat_id":-1000000000019}""");
        TELEGRAM.refuseNextSend(429, "\"description\":\"Too Many Requests\",\"parameters\":{\"retry_after\":1}");

        TELEGRAM.update("""
                "message":{"message_id":1,"from":{"id":19,"is_bot":false,"first_name":"Person 19","language_code":"ru"},\
                "chat":{"id":-19,"title":"G","type":"group"},"date":1764000000,"text":"/me"}""");

        assertThat(answers(-1_000_000_000_019L, 1)).hasSize(1);
        assertThat(rows(19)).hasSize(1);
    }

    @Test
    void onePersonsMessagesAreAnsweredInTheirOrderAndAllOfThem() {
        IntStream.range(0, 150).forEach(n -> TELEGRAM.say(12, n == 149 ? "/me" : "n" + n));

        var answers = answers(12, 150);
        assertThat(answers.getLast()).contains("Сообщений: 150");
        assertThat(rows(12)).hasSize(150).isSorted();
    }

    /** Each as long as it may be, and so the message that it replies to and what it quotes of that. */
    @Test
    void longestMessagesComeInBatchesThatFit() {
        var text = "\\u043f".repeat(4096);
        var people = LongStream.range(100, 145).boxed().toList();

        synchronized (TELEGRAM) {
            people.forEach(person -> TELEGRAM.update("""
                    "message":{"message_id":2,"from":{"id":%1$d,"is_bot":false,"first_name":"Person %1$d","language_code":"ru"},\
                    "chat":{"id":%1$d,"type":"private"},"date":1764000000,"text":"%2$s","quote":{"text":"%3$s","position":0},\
                    "reply_to_message":{"message_id":1,"chat":{"id":%1$d,"type":"private"},"date":1764000000,"text":"%2$s"}}""".formatted(person, text, text.substring(0, 6 * 1024))));
        }

        assertThat(people).allSatisfy(person -> assertThat(answers(person, 1)).containsExactly(NOTED));
        assertThat(TELEGRAM.largestBatch()).isEqualTo(20);
    }

    @Test
    void chatsThatHaveToWaitDoSoAloneAndAsLongAsTelegramSays() {
        var start = System.nanoTime();
        synchronized (TELEGRAM) {
            for (var person : List.of(14, 15)) {
                TELEGRAM.refuseNextSend(
                        429, "\"description\":\"Too Many Requests\",\"parameters\":{\"retry_after\":8}");
                TELEGRAM.say(person, "hello");
            }
        }
        await().atMost(PATIENCE).until(() -> rows(14).size() == 1 && rows(15).size() == 1);

        TELEGRAM.say(16, "hello");

        assertThat(answers(16, 1)).containsExactly(NOTED);
        assertThat(toPerson(14)).isEmpty();
        assertThat(toPerson(15)).isEmpty();
        assertThat(answers(14, 1)).containsExactly(NOTED);
        assertThat(answers(15, 1)).containsExactly(NOTED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(8));
        await().atMost(PATIENCE).until(() -> TELEGRAM.offset() == TELEGRAM.lastUpdate() + 1);
        assertThat(rows(14)).hasSize(1);
    }

    @Test
    void webhookThatAppearsLaterIsRemoved() {
        TELEGRAM.webhookAppears();

        TELEGRAM.say(17, "hello");

        assertThat(answers(17, 1)).containsExactly(NOTED);
        await().atMost(PATIENCE).until(() -> !TELEGRAM.hasWebhook());
    }

    @Test
    @Order(Integer.MAX_VALUE - 3)
    void whatTheBotAsksAndTheStandInsAnswerIsTheContract() {
        AUTH.checkAgainst(Contract.of(Path.of("../../services/auth/openapi.yaml")));
        SESSIONS.checkAgainst(Contract.of(Path.of("../../services/sessions/openapi.yaml")));
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void tokenStandsInNoMetricAndNoLogLine(CapturedOutput output) {
        TELEGRAM.refuseNextSend(500, "\"description\":\"Internal Server Error\"");
        TELEGRAM.say(13, "hello");
        answers(13, 1);

        assertThat(metrics.getMeters())
                .noneMatch(meter -> meter.getId().toString().contains(TOKEN));
        assertThat(metrics.find("http.client.requests").timers()).isNotEmpty();
        assertThat(output.getAll()).doesNotContain(TOKEN).doesNotContain(TestAuth.SECRET);
    }

    private List<String> answers(long person, int count) {
        await().atMost(PATIENCE).until(() -> toPerson(person).size() >= count);
        return toPerson(person);
    }

    private static List<String> toPerson(long person) {
        return TELEGRAM.sent().stream()
                .filter(sent -> sent.chatId() == person)
                .map(Sent::text)
                .toList();
    }

    private List<Long> rows(long person) {
        return column(person, "update_id").stream().map(Long::valueOf).toList();
    }

    private List<String> column(long person, String column) {
        return values(column, "user_id = '" + person + "'");
    }

    private List<String> values(String column, String condition) {
        var found = database.sql(
                        "SELECT (" + column + ")::text FROM tigrit_interactions WHERE " + condition + " ORDER BY id")
                .mapValue(String.class)
                .all()
                .collectList()
                .block(PATIENCE);
        return found == null ? List.of() : found;
    }
}
