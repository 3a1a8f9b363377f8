package dev.tigrit.e2e.use;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Http;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The ingress controller limits how often a client address may call. */
@Order(6)
class RateLimitE2E {

    private static final String ON =
            "global.ingress.annotations.traefik\\.ingress\\.kubernetes\\.io/router\\.middlewares=%s-rate-limit@kubernetescrd"
                    .formatted(Platform.NAMESPACE);

    /** More than samples/rate-limit/traefik.yaml allows at once and in ten seconds more. */
    private static final int TOO_MANY = 300;

    @BeforeAll
    static void install() {
        assumeThat(Cluster.defines("middlewares.traefik.io"))
                .as("the ingress controller has Traefik's own definitions")
                .isTrue();
        Platform.ensure();
        Cluster.apply("samples/rate-limit/traefik.yaml");
        Platform.upgrade(ON);
    }

    @AfterAll
    static void putBack() {
        Platform.upgrade();
    }

    @Test
    void tooManyRequestsOfOneAddressAreRefusedAndLaterOnesAreServed() {
        await("the limit is in force")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(statuses()).containsOnlyKeys(401, 429));

        await("it is served again").atMost(Duration.ofSeconds(10)).until(() -> verify() == 401);
    }

    private static Map<Integer, Long> statuses() {
        return IntStream.range(0, TOO_MANY)
                .parallel()
                .mapToObj(_ -> verify())
                .collect(groupingBy(status -> status, counting()));
    }

    private static int verify() {
        return Http.send(Http.at("auth", "/v1/verify")
                        .header("Authorization", "tma forged")
                        .POST(BodyPublishers.noBody()))
                .status();
    }
}
