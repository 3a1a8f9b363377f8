package dev.tigrit.sessions;

import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.server.ServerProcess;
import dev.tigrit.sessions.server.StoreUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthIT {

    @Test
    void clusterOfWhichOneMasterDoesNotAnswerIsNotHealthy() {
        try (var store = StoreUnderTest.Kind.CLUSTER.start();
                var service = TestService.ready(store)) {
            var master = store.masterOf("42");
            // Nobody is left to be promoted.
            store.replicasOf(master).forEach(ServerProcess::kill);
            master.pause();

            // Whichever node is asked: a single one would say yes two times out of three.
            await().atMost(Duration.ofSeconds(20))
                    .during(Duration.ofSeconds(3))
                    .until(() -> service.status("/health") == 503);

            master.resume();
            await().atMost(Duration.ofSeconds(20)).until(() -> service.status("/health") == 200);
        }
    }
}
