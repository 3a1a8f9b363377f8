package dev.tigrit.local.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.local.fixture.Interactions;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Readiness;
import dev.tigrit.local.launcher.Service;
import dev.tigrit.testkit.TelegramStandIn;
import dev.tigrit.testkit.TelegramStandIn.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the bot promises during an outage, with real processes that are killed while people write. */
@ExtendWith(TestSystem.class)
class BotPromiseIT {

    private static final String DOWN = "Сервис игры временно недоступен";
    private static final String NOTED = "Записал. Я понимаю /start, /me и /sessions.";
    private static final int PERSONS = 5;
    private static final Duration BETWEEN_UPDATES = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalSystem system;
    private final TelegramStandIn telegram;
    private final Service polling;

    /** The update numbers of each person, in the order of writing. */
    private final Map<Long, List<Long>> written = new HashMap<>();

    BotPromiseIT(LocalSystem system) throws IOException {
        this.system = system;
        this.telegram = new TelegramStandIn(system.keys().telegramBotToken());
        this.polling = system.service(Service.BOT)
                .with(Map.of(
                        "BOT_MODE", "polling",
                        "BOT_TELEGRAM_APIURL", telegram.url().toString(),
                        "BOT_TELEGRAM_POLLTIMEOUT", "1s"));
    }

    @BeforeEach
    void botPolls() throws Exception {
        restart(polling);
    }

    @AfterEach
    void botIsAsItWas() throws Exception {
        if (!system.child(Service.GAME).isAlive()) {
            system.start(system.service(Service.GAME));
        }
        restart(system.service(Service.BOT));
        system.awaitReady(TestSystem.START_TIMEOUT);
        telegram.close();
    }

    @Test
    void withoutTheGameEveryoneIsToldSoNothingIsWrittenAndItResumesByItself() throws Exception {
        // Given
        var bot = system.child(Service.BOT).pid();
        whilePeopleWrite(() -> {
            await().atMost(PATIENCE).until(() -> count(NOTED) >= 20);

            // When
            system.child(Service.GAME).kill();
            await().atMost(PATIENCE).until(() -> count(DOWN) >= 50);
            var noted = count(NOTED);
            system.start(system.service(Service.GAME));
            await().atMost(PATIENCE).until(() -> count(NOTED) >= noted + 50);
            return null;
        });

        // Then
        allIsAnswered();
        assertThat(system.child(Service.BOT).isAlive()).isTrue();
        assertThat(system.child(Service.BOT).pid()).isEqualTo(bot);
        for (var person : written.keySet()) {
            var updates = written.get(person);
            var answers = answers(person);
            assertThat(answers).hasSameSizeAs(updates).isSubsetOf(NOTED, DOWN);
            var promised = new ArrayList<Long>();
            for (var i = 0; i < updates.size(); i++) {
                // A person's messages are answered in their order: this answer is that update's.
                if (answers.get(i).equals(NOTED)) {
                    promised.add(updates.get(i));
                }
            }
            assertThat(Interactions.of(system, person)).containsExactlyElementsOf(promised);
        }
        assertThat(count(NOTED) + count(DOWN))
                .isEqualTo(written.values().stream().mapToInt(List::size).sum());
    }

    @Test
    void killedBotLosesNoUpdateAndWritesNoneTwice() throws Exception {
        // Given
        whilePeopleWrite(() -> {
            for (var kill = 0; kill < 2; kill++) {
                var noted = count(NOTED);
                await().atMost(PATIENCE).until(() -> count(NOTED) >= noted + 30);

                // When
                restart(polling);
            }
            return null;
        });

        // Then
        allIsAnswered();
        for (var person : written.keySet()) {
            var rows = Interactions.of(system, person);
            assertThat(rows).doesNotHaveDuplicates().isSubsetOf(written.get(person));
            // On a crowded machine the game may once be too slow for Auth; who was told so has no row.
            var without = written.get(person).size() - rows.size();
            assertThat(answers(person))
                    .isSubsetOf(NOTED, DOWN)
                    .hasSizeGreaterThanOrEqualTo(written.get(person).size());
            assertThat(answers(person).stream().filter(DOWN::equals).count()).isGreaterThanOrEqualTo(without);
        }
    }

    private void allIsAnswered() {
        await().atMost(PATIENCE).until(() -> telegram.offset() == telegram.lastUpdate() + 1);
        assertThat(telegram.waiting()).isZero();
    }

    private List<String> answers(long person) {
        return telegram.sent().stream()
                .filter(sent -> sent.chatId() == person)
                .map(Sent::text)
                .toList();
    }

    private long count(String text) {
        return telegram.sent().stream().filter(sent -> sent.text().equals(text)).count();
    }

    /** Killed as a crash would. */
    private void restart(Service bot) throws IOException, InterruptedException {
        system.child(Service.BOT).kill();
        new Readiness(TestSystem.START_TIMEOUT).await(bot, system.start(bot));
    }

    /** Five persons, one after the other, until what happens meanwhile has happened. */
    private void whilePeopleWrite(Callable<?> meanwhile) throws Exception {
        // The database outlives the run: nobody of an earlier one.
        var first = ThreadLocalRandom.current().nextLong(1_000_000, 1L << 40);
        var enough = new AtomicBoolean();
        // Not in the common pool: on two cores that is one thread, and it is needed to notice the end of a process.
        var people = CompletableFuture.runAsync(
                () -> {
                    for (var n = 0; !enough.get(); n++) {
                        var person = first + n % PERSONS;
                        written.computeIfAbsent(person, _ -> new ArrayList<>())
                                .add(telegram.say(person, "message " + n));
                        LockSupport.parkNanos(BETWEEN_UPDATES.toNanos());
                    }
                },
                Thread::startVirtualThread);
        try {
            meanwhile.call();
        } finally {
            enough.set(true);
            people.join();
        }
    }
}
