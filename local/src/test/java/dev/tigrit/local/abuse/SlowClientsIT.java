package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.launcher.Service;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients that hold connections open, with nothing on them or with a head that does not end. */
class SlowClientsIT {

    /** More than a server takes with its chart's heap. */
    private static final int MORE_THAN_FIT = 3_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void othersAreServedBesideClientsThatSendLittleOrNothing() throws Exception {
        try (var service = PackagedService.start(Service.AUTH)) {
            try (var others = new Others(service);
                    var flood = Flood.of(service.port(), MORE_THAN_FIT, "")) {
                flood.awaitSent(PATIENCE);
                others.assertServed("nothing on each of 3,000", flood);
            }
            try (var others = new Others(service);
                    var flood = Flood.dripping(
                            service.port(),
                            MORE_THAN_FIT,
                            "GET /health HTTP/1.1\r\nHost: localhost\r\nA: " + "a".repeat(1_000),
                            Duration.ofMillis(500))) {
                flood.awaitClosed(PATIENCE);
                others.assertServed("a head of one byte each half second on each of 3,000", flood);
            }
            service.assertAsBefore();
        }
    }

    private static final class Others implements AutoCloseable {

        private final Visitor main;
        private final Visitor management;

        Others(PackagedService service) {
            main = new Visitor(service.port(), "/health", 200);
            management = new Visitor(service.managementPort(), "/livez", 200);
        }

        void assertServed(String what, Flood flood) throws InterruptedException {
            main.awaitVisits(20);
            var seen = main.end();
            var probes = management.end();
            System.out.printf("%s: %s; main %s; management %s%n", what, flood, seen, probes);
            assertThat(seen.share()).as("%s: %s", what, seen).isGreaterThanOrEqualTo(0.9);
            assertThat(probes.share()).as("%s: %s", what, probes).isEqualTo(1);
        }

        @Override
        public void close() {
            main.close();
            management.close();
        }
    }
}
