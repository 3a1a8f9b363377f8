package dev.tigrit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.local.fixture.Interactions;
import dev.tigrit.local.fixture.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** `make chaos`: each part of the running system is broken under load. The table in docs/outages.md is what was seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemChaos {

    /** A regular expression in the rows' text; empty: all, and the table is replaced when each of them has passed. */
    private static final Pattern WANTED = Pattern.compile(System.getProperty("chaos", ""));

    private static final int RATE = 5;
    private static final Duration CALM = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Page PAGE = new Page("outages.md", "make chaos");

    private final List<String> rows = new ArrayList<>();
    private int passed;
    private Stack stack;
    private Traffic traffic;
    private Prometheus prometheus;

    static List<Fault> faults() {
        return Fault.all().stream()
                .filter(fault ->
                        WANTED.matcher(fault.part() + " " + fault.what()).find())
                .toList();
    }

    @BeforeAll
    void startUnderLoad(@TempDir Path folder) throws Exception {
        stack = Stack.start();
        prometheus = Prometheus.start(
                stack.system(),
                folder,
                Files.readString(TestSystem.ROOT.resolve("charts/test/target/alerts/rules.yaml")));
        traffic = Traffic.start(stack.system(), RATE);
        awaitCalm();
    }

    @AfterAll
    void stopAndWrite() throws IOException {
        traffic.close();
        prometheus.close();
        stack.close();
        var table = """
                | part | fault | callers saw | slowest right answer over 1 s | last failure after the end of the fault | lost | alerts |
                |---|---|---|---|---|---|---|
                %s
                """.formatted(String.join("\n", rows));
        Files.writeString(Path.of("target/chaos.md"), table);
        if (passed == Fault.all().size()) {
            PAGE.write(table);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isSeenByThoseWhoNeedItAndMendsItself(Fault fault) throws Exception {
        assumeThat(stack.canSetClock() || !fault.what().startsWith("clock"))
                .as("libfaketime, in FAKETIME_LIB")
                .isTrue();
        traffic.forgetSeen();
        var before = prometheus.firing();
        var begun = System.nanoTime();

        // When
        fault.begin().run(stack);
        new Wait(fault.hold()).over();
        fault.end().run(stack);
        var ended = System.nanoTime();
        awaitCalm();

        // Then
        var outcome = new Outcome(fault, traffic.since(begun), ended, lost(), alertsSince(begun, before));
        rows.add(outcome.row());
        System.out.println(outcome.row());
        assertThat(outcome.wrong()).as("false answers").isEmpty();
        assertThat(outcome.noticed()).isSubsetOf(fault.noticed());
        assertThat(outcome.recovery()).isLessThan(fault.recovery());
        assertThat(outcome.lost()).isZero();
        passed++;
    }

    /** Until every call has got the right answer for a while, and each kind was made. */
    private void awaitCalm() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            var last = traffic.since(System.nanoTime() - CALM.toNanos());
            assertThat(last.stream().filter(one -> !one.isRight())).isEmpty();
            assertThat(last.stream().map(Seen::call)).contains(Call.values());
        });
    }

    /** Without those that still fired because of the fault before. */
    private Set<String> alertsSince(long begun, Set<String> before) throws IOException, InterruptedException {
        var alerts = new TreeSet<>(prometheus.fired(Duration.ofNanos(System.nanoTime() - begun)));
        alerts.removeAll(before);
        return alerts;
    }

    /** Everything that was acknowledged is asked for, once. */
    private int lost() throws IOException, InterruptedException {
        var tokens = traffic.tokens();
        var gone = new ArrayList<>(traffic.withoutStatus(tokens.live(), 200));
        gone.addAll(traffic.withoutStatus(tokens.ended(), 401));
        tokens.forget(gone);
        var rows = traffic.acknowledgedRows();
        var missing = new HashSet<>(rows.keySet());
        for (var person : new HashSet<>(rows.values())) {
            missing.removeAll(Interactions.of(stack.system(), person));
        }
        traffic.forgetRows(rows.keySet());
        return gone.size() + missing.size();
    }
}
