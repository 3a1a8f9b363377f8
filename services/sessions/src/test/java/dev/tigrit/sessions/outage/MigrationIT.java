package dev.tigrit.sessions.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RedisCluster;
import dev.tigrit.sessions.server.StoreUnderTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Slots that move from master to master while sessions are made, used and ended in them. */
class MigrationIT {

    private static final List<String> USERS = List.of("m-1", "m-2", "m-3");

    @Test
    @DisplayName("T17: MOVED and ASK while slots move under load: no error, no session lost")
    void movingSlotsAreNotSeen() {
        try (var cluster = RedisCluster.start();
                var service = TestService.start(
                        cluster.url(), "--sessions.redis.cluster=true", "--sessions.max-per-user=1000")) {
            try (var load = new Load(service, USERS, true)) {
                for (var round = 0; round < 2; round++) {
                    for (var i = 0; i < 12; i++) {
                        var mark = load.answered();
                        // Users of the load, so that there are keys to move and calls to redirect.
                        cluster.migrate(StoreUnderTest.slotOf("m-1-" + i));
                        await().atMost(Duration.ofSeconds(10)).until(() -> load.answered() > mark + 30);
                    }
                }
                load.stop();

                assertThat(load.mistakes()).isEmpty();
                assertThat(load.counts())
                        .allSatisfy((what, _) -> assertThat(what).doesNotContain("503"));
                assertThat(load.kept())
                        .allSatisfy(token ->
                                assertThat(service.status("verify", token)).isEqualTo(200));
            }
        }
    }
}
