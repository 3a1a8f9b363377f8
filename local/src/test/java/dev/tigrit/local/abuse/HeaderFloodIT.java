package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.launcher.Service;
import java.time.Duration;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads of requests, from clients without any credential. */
class HeaderFloodIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String HEAD = "GET /health HTTP/1.1\r\nHost: localhost\r\n";

    @ParameterizedTest
    @ValueSource(strings = {Service.AUTH, Service.SESSIONS, Service.SECRETS})
    void othersAreServedBesideAFloodOfHeads(String name) throws Exception {
        try (var service = PackagedService.start(name)) {
            served(
                    service,
                    "7,500 header lines on each of 400",
                    port -> Flood.of(port, 400, HEAD + "a:\r\n".repeat(7_500) + "\r\n"));
            served(
                    service,
                    "7,000 header lines and no end on each of 250",
                    port -> Flood.of(port, 250, HEAD + "a:\r\n".repeat(7_000)));
            served(
                    service,
                    "14 KB of header on each of 6,000",
                    port -> Flood.of(port, 6_000, HEAD + ("A: " + "a".repeat(995) + "\r\n").repeat(14) + "\r\n"));
            service.assertAsBefore();
        }
    }

    private static void served(PackagedService service, String what, IntFunction<Flood> flooding) throws Exception {
        try (var main = new Visitor(service.port(), "/health", 200);
                var management = new Visitor(service.managementPort(), "/livez", 200);
                var flood = flooding.apply(service.port())) {
            flood.awaitSent(PATIENCE);
            main.awaitVisits(20);
            var seen = main.end();
            var seenOnManagement = management.end();
            System.out.printf("%s: %s; main %s; management %s%n", what, flood, seen, seenOnManagement);
            assertThat(service.process().isAlive()).as(what).isTrue();
            assertThat(seen.share()).as("%s: %s", what, seen).isGreaterThanOrEqualTo(0.9);
            assertThat(seenOnManagement.share())
                    .as("%s: %s", what, seenOnManagement)
                    .isEqualTo(1);
        }
    }
}
