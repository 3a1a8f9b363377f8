package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.launcher.Service;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bodies as long as the contract lets them be, but for the last byte, on more connections than a server takes. */
class BodyFloodIT {

    private static final int MORE_THAN_FIT = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void othersAreServedBesideUnfinishedCredentials() throws Exception {
        try (var service = PackagedService.start(Service.AUTH)) {
            ended(service, "63 of 64 KB of a credential", post("/v1/verify", "", 64 * 1024));
            assertAsBefore(service);
        }
    }

    @Test
    void othersAreServedBesideUnfinishedTokensAndBatches() throws Exception {
        try (var service = PackagedService.start(Service.SESSIONS)) {
            ended(service, "63 of 64 KB of a token", post("/v1/sessions/verify", "", 64 * 1024));
            ended(service, "255 of 256 KB of a batch", post("/v1/sessions/verify-batch", "", 256 * 1024));
            var caller = "Authorization: Bearer " + service.system().env().internalApiSecret() + "\r\n";
            ended(service, "the same by a caller", post("/v1/sessions/verify-batch", caller, 256 * 1024));
            assertAsBefore(service);
        }
    }

    /** And no client has written an error into the log. */
    private static void assertAsBefore(PackagedService service) throws Exception {
        service.assertAsBefore();
        assertThat(service.mostResident()).isLessThan(service.memoryLimit());
        assertThat(service.process().tail()).noneMatch(line -> line.contains("ERROR") || line.contains("WARN"));
    }

    private static String post(String path, String headers, int length) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
                        .formatted(path, headers, length)
                + " ".repeat(length - 1024);
    }

    private static void ended(PackagedService service, String what, String bytes) throws Exception {
        try (var main = new Visitor(service.port(), "/health", 200);
                var management = new Visitor(service.managementPort(), "/livez", 200);
                var flood = Flood.of(service.port(), MORE_THAN_FIT, bytes)) {
            flood.awaitSent(PATIENCE);
            main.awaitVisits(20);
            flood.awaitClosed(PATIENCE);
            var seen = main.end();
            var probes = management.end();
            System.out.printf(
                    "%s on each of 3,000: %s; main %s; management %s; resident at most %d MiB%n",
                    what, flood, seen, probes, service.mostResident() >> 20);
            assertThat(seen.share()).as("%s: %s", what, seen).isGreaterThanOrEqualTo(0.9);
            assertThat(probes.share()).as("%s: %s", what, probes).isEqualTo(1);
        }
    }
}
