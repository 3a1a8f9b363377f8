package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.launcher.Service;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients that hold connections open: with nothing on them, with a request that does not end, or with an answer that does not. */
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

    @Test
    void othersAreServedBesideBodiesOfTinyChunksAndStreams() throws Exception {
        try (var service = PackagedService.start(Service.SESSIONS)) {
            try (var others = new Others(service);
                    var flood = Flood.of(
                            service.port(),
                            1_000,
                            "POST /v1/sessions/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\n \r\n".repeat(8_000))) {
                flood.awaitSent(PATIENCE);
                others.assertServed("8,000 chunks of one byte and no end on each of 1,000", flood);
            }
            try (var others = new Others(service);
                    var flood = Flood.deaf(service.port(), 1_000, events(service))) {
                flood.awaitSent(PATIENCE);
                others.assertServed("an event stream that is not read on each of 1,000", flood);
            }
            try (var others = new Others(service);
                    var flood = Flood.of(service.port(), 1_000, events(service))) {
                flood.awaitAnswered(PATIENCE);
                others.assertServed("an event stream on each of 1,000, by one caller", flood);
                assertThat(flood.answers()).containsEntry(200, 64).containsEntry(429, 936);
            }
            service.assertAsBefore();
        }
    }

    private static String events(PackagedService service) throws Exception {
        return "GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + service.system().env().internalApiSecret() + "\r\n\r\n";
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
