package dev.tigrit.operator.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.source.Lookups.Found;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class LookupsTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void askingDoesNotWaitAndTheAnswerMakesAPassDue() throws Exception {
        var answers = new CountDownLatch(1);
        BiFunction<String, String, Found> api = (_, name) -> {
            asked.add(name);
            uninterruptibly(answers);
            return Found.UNLABELLED;
        };
        try (var lookups = new Lookups(api, Duration.ofMinutes(1), changes::incrementAndGet)) {
            assertThat(lookups.look("ns", "a")).isEqualTo(Found.PENDING);
            await().until(() -> asked.size() == 1);
            assertThat(lookups.look("ns", "a")).isEqualTo(Found.PENDING);

            answers.countDown();

            await().until(() -> changes.get() == 1);
            assertThat(lookups.look("ns", "a")).isEqualTo(Found.UNLABELLED);
        }
    }

    @Test
    void eachNameIsLookedForOnceInAnIntervalHoweverManyPassesAsk() {
        try (var lookups = lookups(Duration.ofMinutes(1))) {
            for (var pass = 0; pass < 1_000; pass++) {
                for (var name = 0; name < 20; name++) {
                    lookups.look("ns", "name-" + name);
                }
            }
            await().until(() -> changes.get() == 20);

            assertThat(asked).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void answerIsLookedForAgainAfterTheInterval() {
        // A name that no pass asks for in three intervals is forgotten: a busy machine must not be that slow.
        try (var lookups = lookups(Duration.ofSeconds(1))) {
            await().pollInterval(Duration.ofMillis(10)).until(() -> {
                lookups.look("ns", "a");
                return asked.size() >= 3;
            });
        }
        assertThat(changes).hasValue(1);
    }

    @Test
    void namespaceThatAsksForTooManyNamesHoldsUpNoOther() {
        try (var lookups = lookups(Duration.ofMinutes(1))) {
            for (var name = 0; name < 10_000; name++) {
                lookups.look("greedy", "name-" + name);
            }
            lookups.look("modest", "one");

            assertThat(lookups.look("greedy", "name-9999")).isEqualTo(Found.UNKNOWN);
            await().until(() -> lookups.look("modest", "one") == Found.NOTHING);
            await().until(() -> changes.get() == 257);
            assertThat(asked).hasSize(257);
        }
    }

    private Lookups lookups(Duration interval) {
        return new Lookups(
                (_, name) -> {
                    asked.add(name);
                    return Found.NOTHING;
                },
                interval,
                changes::incrementAndGet);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
