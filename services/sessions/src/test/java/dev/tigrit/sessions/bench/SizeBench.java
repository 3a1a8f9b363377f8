package dev.tigrit.sessions.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The same operations with a million live sessions and with ten thousand, on two stores of one machine in turn, so that its noise
 * meets both. The target is a ratio of 1.3 at most; it is printed and not asserted, for time is no fact.
 */
class SizeBench {

    private static final int FEW = 10_000;
    private static final int MANY = 1_000_000;
    private static final int USERS_SHARE = 4;
    private static final int BATCH = 2_000;
    private static final int ROUNDS = 9;

    /** A million lines about a million creates say nothing here. */
    private static final String QUIET = "--logging.level.audit=off";

    /** One store, its service, and how long each operation took there: nanoseconds by round. */
    private record Side(TestService service, Crowd crowd, int sessions, Map<String, long[]> times) {}

    @Test
    void aMillionSessionsCostWhatTenThousandCost() {
        try (var smallStore = RealRedis.start();
                var bigStore = RealRedis.start();
                var smallService = TestService.start(smallStore.url(), QUIET);
                var bigService = TestService.start(bigStore.url(), QUIET)) {
            var few = filled(smallService, FEW);
            var many = filled(bigService, MANY);
            assertThat(smallStore.keys()).hasSize(FEW / USERS_SHARE);

            for (var round = 0; round < ROUNDS; round++) {
                run(few, round);
                run(many, round);
            }

            System.out.printf("%-12s %14s %14s %7s%n", "operation", FEW + " us", MANY + " us", "ratio");
            few.times().forEach((operation, times) -> {
                var small = median(times);
                var big = median(many.times().getOrDefault(operation, times));
                System.out.printf("%-12s %14.1f %14.1f %7.2f%n", operation, small, big, big / small);
            });
        }
    }

    private static Side filled(TestService service, int sessions) {
        var crowd = new Crowd(service);
        // In portions: a million tokens at once would be measured as garbage.
        var portion = FEW;
        for (var done = 0; done < sessions; done += portion) {
            var from = done;
            assertThat(crowd.create(portion, i -> user((from + i) / USERS_SHARE), ""))
                    .hasSize(portion);
        }
        return new Side(service, crowd, sessions, new LinkedHashMap<>());
    }

    private static String user(int number) {
        return "u" + number;
    }

    /** Users all over the store, another set in each round; what a round makes, it ends. */
    private static void run(Side side, int round) {
        var users = side.sessions() / USERS_SHARE;
        var step = Math.max(1, users / BATCH);
        var chosen = IntStream.range(0, BATCH)
                .mapToObj(i -> user((i * step + round) % users))
                .toList();
        var tokens = new ArrayList<List<String>>();
        time(side, "create", round, () -> tokens.add(side.crowd().create(BATCH, chosen::get, "")));
        time(side, "verify", round, () -> side.crowd().call("verify", tokens.getLast(), 200));
        time(side, "extend", round, () -> side.crowd().call("extend", tokens.getLast(), 200));
        time(side, "rotate", round, () -> tokens.add(side.crowd().call("rotate", tokens.getLast(), 200)));
        time(side, "list", round, () -> side.crowd().list(chosen));
        time(side, "invalidate", round, () -> side.crowd().call("invalidate", tokens.getLast(), 204));
    }

    private static void time(Side side, String operation, int round, Runnable work) {
        var start = System.nanoTime();
        work.run();
        side.times().computeIfAbsent(operation, _ -> new long[ROUNDS])[round] = System.nanoTime() - start;
    }

    /** Microseconds of one call; the first third of the rounds is warming up. */
    private static double median(long[] times) {
        var warm = Arrays.copyOfRange(times, ROUNDS / 3, ROUNDS);
        Arrays.sort(warm);
        return warm[warm.length / 2] / 1000.0 / BATCH;
    }
}
