package dev.tigrit.sessions.outage;

import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.ServerProcess;
import dev.tigrit.sessions.server.StoreUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of sessions when a master goes, under load, behind Sentinel and in a Cluster. */
class FailoverIT {

    private static final Logger log = LoggerFactory.getLogger(FailoverIT.class);

    /** On slots of different masters of a Cluster. */
    private static final List<String> USERS = List.of("42", "user-1", "user-2", "user-3");

    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How long after the store has a new master the last error may come. */
    private static final Duration OURS = Duration.ofSeconds(1);

    @ParameterizedTest
    @EnumSource(
            value = StoreUnderTest.Kind.class,
            names = {"SENTINEL", "CLUSTER"})
    @DisplayName(
            "T12, T14, T22: killed, paused and planned failover: errors within the node timeout + 2 s, nothing lost but the last moment")
    void failovers(StoreUnderTest.Kind kind) {
        try (var store = kind.start();
                var service = TestService.ready(store)) {
            // The pause comes first: a killed server does not come back, and the next failover needs a replica.
            var paused = store.masterOf("42");
            surviveUnder(service, store, "paused", _ -> paused.pause());
            paused.resume();
            awaitReplica(store);
            surviveUnder(service, store, "planned", s -> s.failover("42"));
            awaitReplica(store);
            surviveUnder(service, store, "killed", s -> s.masterOf("42").kill());
        }
    }

    private static void surviveUnder(
            TestService service, StoreUnderTest store, String name, Consumer<StoreUnderTest> action) {
        List<String> before;
        try (var calm = new Load(service, USERS, true)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> calm.answered() > 400);
            before = calm.kept();
            calm.stop();
            assertThat(calm.mistakes()).isEmpty();
            assertThat(calm.counts()).allSatisfy((what, _) -> assertThat(what).doesNotContain("503"));
        }
        var firstBefore = before.getFirst();
        // Replication is asynchronous; what is older than this moment has arrived.
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        try (var load = new Load(service, USERS, false)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> load.answered() > 100);
            var master = store.masterOf("42");
            var fault = System.nanoTime();
            action.accept(store);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(() -> store.masterOf("42") != master);
            var promoted = System.nanoTime();
            var storeTook = Duration.ofNanos(promoted - fault);
            var mark = load.answered();
            await().atMost(Duration.ofSeconds(20)).until(() -> recovered(service, firstBefore));
            await().pollDelay(Duration.ofSeconds(3)).until(() -> load.answered() > mark + 50);
            load.stop();
            log.atInfo()
                    .addKeyValue("fault", name)
                    .addKeyValue("node_timeout", store.nodeTimeout())
                    .addKeyValue("store_took", storeTook)
                    .addKeyValue("error_window", load.errorWindow())
                    .addKeyValue("errors_since_fault", load.errorsSince(fault))
                    .addKeyValue("errors_since_promotion", load.errorsSince(promoted))
                    .addKeyValue("answers", load.counts())
                    .log("failover");
            assertThat(load.mistakes()).as(name).isEmpty();
            // A store may lose time over its own election; what comes after it is ours.
            var bound = Stream.of(store.nodeTimeout().plus(GRACE), storeTook.plus(OURS))
                    .max(Duration::compareTo)
                    .orElseThrow();
            assertThat(load.errorWindow()).as(name).isLessThan(bound);
            assertThat(load.errorsSince(promoted)).as(name).isLessThan(OURS);
            // Also while the old master lies dead.
            assertThat(service.status("/health")).as(name).isEqualTo(200);
        }
        assertThat(before)
                .as("sessions older than the replication lag, after %s", name)
                .allSatisfy(token -> assertThat(service.status("verify", token)).isEqualTo(200));
    }

    private static boolean recovered(TestService service, String token) {
        return service.status("verify", token) == 200
                && USERS.stream().allMatch(user -> {
                    var created = service.createFor(user);
                    return created.getStatus().value() == 201 && service.status("invalidate", tokenOf(created)) == 204;
                });
    }

    private static void awaitReplica(StoreUnderTest store) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            ServerProcess master = store.masterOf("42");
            var replication = master.ask(redis -> redis.info("replication"));
            return replication.contains("role:master") && replication.contains("state=online");
        });
    }
}
