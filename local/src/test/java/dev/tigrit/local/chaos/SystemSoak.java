package dev.tigrit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.fixture.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** `make soak`: the system under load for long, and what it holds at the end is what it held when it was warm. */
class SystemSoak {

    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("soak", 30));

    /** Of each kind of call, a second. */
    private static final int RATE = 10;

    private static final long MIB = 1024L * 1024;

    /** Caches, pools and compiled code that are not yet full after the first fifth. */
    private static final long SPARE_HEAP = 6 * MIB;

    private static final long SPARE_FILES = 20;
    private static final long SPARE_THREADS = 10;
    private static final double SPARE = 1.15;

    @Test
    void holdsAtTheEndWhatItHeldWhenItWasWarm() throws Exception {
        try (var system = TestSystem.create("soak").start().awaitReady(TestSystem.START_TIMEOUT);
                var traffic = Traffic.start(system, RATE)) {
            // Given
            var begun = System.nanoTime();
            new Wait(TIME.dividedBy(5)).over();
            var warm = Sample.of(system);

            // When
            new Wait(TIME.minus(TIME.dividedBy(5))).over();
            var end = Sample.of(system);

            // Then
            var calls = traffic.since(begun);
            new Page("capacity.md", "make soak").write(table(calls, warm, end));
            assertThat(calls.stream().filter(call -> call.verdict() == Seen.Verdict.WRONG))
                    .isEmpty();
            end.processes().forEach((name, process) -> {
                var before = Objects.requireNonNull(warm.processes().get(name), name);
                assertThat(process.heap()).as("heap of %s", name).isLessThan(before.heap() + SPARE_HEAP);
                assertThat((double) process.resident())
                        .as("resident memory of %s", name)
                        .isLessThan(before.resident() * SPARE);
                assertThat(process.files()).as("files of %s", name).isLessThan(before.files() + SPARE_FILES);
                assertThat(process.threads()).as("threads of %s", name).isLessThan(before.threads() + SPARE_THREADS);
            });
            assertThat(end.keys()).as("keys of the store").isLessThanOrEqualTo(Traffic.PERSONS);
            assertThat((double) end.storeBytes()).as("bytes of the store").isLessThan(warm.storeBytes() * SPARE);
        }
    }

    private static String table(List<Seen> calls, Sample warm, Sample end) {
        var table = new StringBuilder("""
                %d minutes, %d calls, %d of them answered 503 or not at all. After a fifth of the time -> at the end:

                | process | heap after a collection, MiB | resident, MiB | open files | threads |
                |---|---|---|---|---|
                """.formatted(
                        TIME.toMinutes(),
                        calls.size(),
                        calls.stream().filter(call -> !call.isRight()).count()));
        end.processes().forEach((name, now) -> {
            var before = warm.processes().getOrDefault(name, now);
            table.append("| %s | %s | %s | %d -> %d | %d -> %d |%n"
                    .formatted(
                            name,
                            mib(before.heap(), now.heap()),
                            mib(before.resident(), now.resident()),
                            before.files(),
                            now.files(),
                            before.threads(),
                            now.threads()));
        });
        return table
                + "\nThe store: %d -> %d keys, %s MiB.%n"
                        .formatted(warm.keys(), end.keys(), mib(warm.storeBytes(), end.storeBytes()));
    }

    private static String mib(long before, long after) {
        return "%.1f -> %.1f".formatted((double) before / MIB, (double) after / MIB);
    }
}
