package dev.tigrit.starter.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.ClusterStandIn;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens are sent by anybody: what a wrong one costs is bounded, and it costs the right ones nothing. */
class GarbageTokensTest {

    private static final Logger log = LoggerFactory.getLogger(GarbageTokensTest.class);

    private static final int TOKENS = 100_000;
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String OURS = "secrets.tigrit.tigrit";
    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");
    private static final String GOOD = CLUSTER.token("tigrit/tigrit-bot", OURS, NOW);

    /**
     * A kind of unique garbage.
     *
     * @param token the garbage of that number
     * @param micros CPU time that one may cost; the machine of the tests may be several times slower than another
     */
    record Garbage(String name, IntFunction<String> token, int micros) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Garbage NO_JSON = new Garbage(
            "no JSON",
            i -> base64url("header " + i) + "." + base64url("payload " + i) + "." + base64url("signature"),
            250);
    private static final Garbage UNKNOWN_KID =
            new Garbage("unknown kid", i -> header("kid-" + i) + GOOD.substring(GOOD.indexOf('.')), 150);

    static Stream<Garbage> garbage() {
        return Stream.of(
                new Garbage("noise", i -> "garbage-" + i, 50),
                new Garbage("long noise", i -> i + "x".repeat(8000), 250),
                new Garbage("dots", i -> i + ".".repeat(1000), 100),
                NO_JSON,
                UNKNOWN_KID,
                // The dear one: it takes the RSA arithmetic to see that it is forged.
                new Garbage(
                        "forged",
                        i -> header("one") + "." + base64url("{\"sub\":" + i + "}")
                                + GOOD.substring(GOOD.lastIndexOf('.')),
                        500));
    }

    @TempDir
    private Path directory;

    private ServiceAccountTokens tokens =
            new ServiceAccountTokens.Properties(null, null).toTokens(Clock.systemUTC(), new BackgroundLoops());

    @BeforeEach
    void mount() {
        ClusterStandIn.mount(directory, CLUSTER);
        tokens = new ServiceAccountTokens.Properties(directory, OURS)
                .toTokens(Clock.fixed(NOW, ZoneOffset.UTC), new BackgroundLoops());
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void uniqueGarbageCostsLittleAndLeavesNothingBehind(Garbage garbage) {
        assertThat(tokens.verify(GOOD)).isNotNull();
        var threads = ManagementFactory.getThreadMXBean();
        var makingOnly = costOf(garbage, _ -> {});
        var accepted = new AtomicInteger();
        var before = usedHeap();

        var cost = costOf(garbage, token -> {
            if (tokens.verify(token) != null) {
                accepted.incrementAndGet();
            }
        });

        var each = (cost - makingOnly) / 1000.0 / TOKENS;
        log.info("{}: {} us each", garbage, Math.round(each * 10) / 10.0);
        assertThat(threads.isCurrentThreadCpuTimeSupported()).isTrue();
        assertThat(accepted).hasValue(0);
        assertThat(each).isLessThan(garbage.micros);
        assertThat(usedHeap() - before).isLessThan(8L << 20);
    }

    @Test
    void garbageDoesNotPushOutAGenuineToken() {
        var first = tokens.verify(GOOD);
        for (var i = 0; i < 10 * TrustDocument.MAX_PROVED; i++) {
            tokens.verify(UNKNOWN_KID.token.apply(i));
            tokens.verify(NO_JSON.token.apply(i));
        }

        // The very object from the first time: it was still there.
        assertThat(tokens.verify(GOOD)).isNotNull().isSameAs(first);
    }

    @Test
    void provedTokenCostsNoArithmetic() {
        tokens.verify(GOOD);
        var threads = ManagementFactory.getThreadMXBean();
        var started = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < TOKENS; i++) {
            tokens.verify(GOOD);
        }
        var each = Duration.ofNanos(threads.getCurrentThreadCpuTime() - started).toNanos() / 1000.0 / TOKENS;
        log.info("proved: {} us each", Math.round(each * 10) / 10.0);

        assertThat(each).isLessThan(50);
    }

    private interface Use {
        void of(String token);
    }

    private static long costOf(Garbage garbage, Use use) {
        var threads = ManagementFactory.getThreadMXBean();
        var started = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < TOKENS; i++) {
            use.of(garbage.token.apply(i));
        }
        return threads.getCurrentThreadCpuTime() - started;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String header(String kid) {
        return base64url("{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}");
    }

    private static String base64url(String text) {
        return ClusterStandIn.base64url(text.getBytes(StandardCharsets.UTF_8));
    }
}
