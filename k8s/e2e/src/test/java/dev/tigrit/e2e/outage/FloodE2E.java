package dev.tigrit.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Flood;
import dev.tigrit.e2e.kit.http.Http;
import dev.tigrit.e2e.kit.http.Load;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floods without a credential through the ingress controller, from whose few addresses everybody else's requests come, too. */
@Order(8)
class FloodE2E {

    private static final Duration LENGTH = Duration.ofSeconds(15);

    @BeforeAll
    static void install() {
        Platform.ensure();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions"})
    void othersAreServedDuringAFloodOfHeaders(String chart) {
        assertThat(answersWhileOthersAreServed(chart, "a:\r\n".repeat(7_500) + "\r\n"))
                .isPositive();
    }

    /** The service answers 408 after ten seconds; a controller may wait for the client longer than that. */
    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions"})
    void othersAreServedWhileManyBodiesDoNotArrive(String chart) {
        var _ = answersWhileOthersAreServed(chart, "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    }

    /** How many requests of the flood were answered. */
    private static int answersWhileOthersAreServed(String chart, String rest) {
        var before = restarts(chart);
        var path = chart.equals("auth") ? "/v1/verify" : "/v1/sessions/verify";
        var visits = Load.of(10, () -> Http.at(chart, "/health"));
        var flood = Flood.of(400, "POST " + path + " HTTP/1.1\r\nHost: " + chart + ".localhost\r\n" + rest);
        try (visits;
                flood) {
            await().atMost(LENGTH.multipliedBy(2)).pollDelay(LENGTH).until(() -> true);
        }

        var outcomes = visits.outcomes();
        var all = outcomes.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(outcomes.getOrDefault("200", 0))
                .as("of %d: %s", all, outcomes)
                .isGreaterThan(all * 9 / 10);
        assertThat(restarts(chart)).isEqualTo(before);
        return flood.answers();
    }

    private static Map<String, Integer> restarts(String chart) {
        return Cluster.pods(chart).stream()
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getName(),
                        pod -> pod.getStatus().getContainerStatuses().getFirst().getRestartCount()));
    }
}
