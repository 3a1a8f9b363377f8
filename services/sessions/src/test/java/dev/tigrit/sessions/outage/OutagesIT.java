package dev.tigrit.sessions.outage;

import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.GateProxy;
import dev.tigrit.sessions.server.ServerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One server that loses its scripts, its packets, its life; and what is left of what was acknowledged. */
class OutagesIT {

    private static final List<String> USERS = List.of("o-1", "o-2", "o-3", "o-4");

    private ServerProcess redis;
    private GateProxy proxy;
    private TestService service;

    @BeforeEach
    void start() {
        redis = ServerProcess.start(ServerProcess.freePort(), "--appendonly", "yes", "--appendfsync", "always");
        proxy = new GateProxy(redis.port());
        service = TestService.start(
                proxy.url(),
                "--logging.level.io.lettuce.core.protocol.ConnectionWatchdog=debug",
                "--logging.level.io.lettuce.core.protocol.ReconnectionHandler=debug");
    }

    @AfterEach
    void stop() {
        service.close();
        proxy.close();
        redis.close();
    }

    @Test
    @DisplayName("T12: scripts that are flushed in mid-load are no error for anybody")
    void flushedScriptsAreNotSeen() {
        try (var load = new Load(service, USERS, true)) {
            for (var i = 0; i < 20; i++) {
                var mark = load.answered();
                redis.ask(c -> c.scriptFlush());
                await().atMost(Duration.ofSeconds(10)).until(() -> load.answered() > mark + 20);
            }
            load.stop();

            assertThat(load.mistakes()).isEmpty();
            assertThat(load.counts()).allSatisfy((what, _) -> assertThat(what).doesNotContain("503"));
        }
    }

    @Test
    @DisplayName(
            "T7, T12, T13: a server killed in mid-load keeps every acknowledged session, and every key has a time to live")
    void restartLosesNothingThatWasAcknowledged() {
        try (var load = new Load(service, USERS, true)) {
            for (var i = 0; i < 3; i++) {
                var mark = load.answered();
                await().atMost(Duration.ofSeconds(10)).until(() -> load.answered() > mark + 200);
                redis.restart();
                awaitRecovery();
            }
            load.stop();

            assertThat(load.mistakes()).isEmpty();
            assertThat(load.counts().keySet())
                    .anySatisfy(what -> assertThat(what).contains("503"));
            assertThat(load.kept())
                    .hasSizeGreaterThan(100)
                    .allSatisfy(
                            token -> assertThat(service.status("verify", token)).isEqualTo(200));
            var forEver = redis.ask(
                    c -> c.keys("*").stream().filter(key -> c.pttl(key) < 0).toList());
            assertThat(forEver).isEmpty();
        }
    }

    @Test
    @DisplayName("T14: packets that vanish without a word are unknown within the time-out, and at once from then on")
    void vanishedPacketsAreUnknownAndThenRepaired() {
        var token = service.token();
        proxy.cut();

        assertThat(timeOfUnavailable(token)).isLessThan(Duration.ofMillis(2_500));
        // The connection is known to be dead.
        assertThat(timeOfUnavailable(token)).isLessThan(Duration.ofMillis(500));
        await().atMost(Duration.ofSeconds(3)).until(() -> service.status("/health") == 503);

        proxy.mend();
        await().atMost(Duration.ofSeconds(3)).until(() -> service.status("verify", token) == 200);
    }

    @Test
    @DisplayName("T14: connections that break in mid-load cost an answer, not a session")
    void brokenConnectionsAreRepaired() {
        try (var load = new Load(service, USERS, true)) {
            for (var i = 0; i < 5; i++) {
                var mark = load.answered();
                await().atMost(Duration.ofSeconds(10)).until(() -> load.answered() > mark + 50);
                proxy.closeConnections();
                awaitRecovery();
            }
            load.stop();

            assertThat(load.mistakes()).isEmpty();
            assertThat(load.kept())
                    .allSatisfy(
                            token -> assertThat(service.status("verify", token)).isEqualTo(200));
        }
    }

    @Test
    @DisplayName("T15: a create that timed out and was executed later is the same session when it is repeated")
    void lateCreateIsRepeatedNotDoubled() {
        var body = "{\"user_id\": \"late\"}";
        var key = "an-idempotency-key-of-its-own";
        redis.pause();
        assertThat(service.create(body, key).getStatus().value()).isEqualTo(503);
        redis.resume();
        awaitRecovery();

        var repeated = service.create(body, key);

        assertThat(repeated.getStatus().value()).isEqualTo(201);
        assertThat(service.sessionsOf("late")).hasSize(1);
        assertThat(service.status("verify", tokenOf(repeated))).isEqualTo(200);
        assertThat(tokenOf(service.create(body, key))).isEqualTo(tokenOf(repeated));
    }

    @Test
    @DisplayName("T16: at full load an outage costs no memory")
    void outageKeepsTheHeapFlat() {
        var token = service.token();
        redis.pause();
        fire(token, 2_000);
        var before = usedAfterCollection();

        fire(token, 20_000);

        redis.resume();
        assertThat(usedAfterCollection() - before).isLessThan(8L * 1024 * 1024);
        await().atMost(Duration.ofSeconds(3)).until(() -> service.status("verify", token) == 200);
    }

    private Duration timeOfUnavailable(String token) {
        var start = System.nanoTime();
        assertThat(service.status("verify", token)).isEqualTo(503);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** By a call that asks the store; health remembers for a moment. */
    private void awaitRecovery() {
        await().atMost(Duration.ofSeconds(3))
                .until(() -> service.createFor("recovery").getStatus().value() == 201);
    }

    /** As many requests as that, many at once; none of them may get a verdict. */
    private void fire(String token, int requests) {
        var statuses = Flux.range(0, requests)
                .flatMap(
                        _ -> Mono.fromCallable(() -> service.status("verify", token))
                                .subscribeOn(Schedulers.boundedElastic()),
                        16)
                .distinct()
                .collectList()
                .block(Duration.ofSeconds(60));
        assertThat(statuses).containsExactly(503);
    }

    private static long usedAfterCollection() {
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
