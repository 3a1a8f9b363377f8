package dev.tigrit.e2e.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.CurlPod;
import dev.tigrit.e2e.kit.cluster.Platform;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Who reaches Secrets, the admin port, management ports and the store: not a pod of the same namespace that is none of its readers. */
@Order(6)
class NetworkPolicyE2E {

    private static CurlPod stranger;
    private static CurlPod reader;

    @BeforeAll
    static void install() {
        Platform.ensure();
        stranger = CurlPod.start("stranger", "stranger");
        reader = CurlPod.start("reader", "auth");
    }

    @AfterAll
    static void remove() {
        stranger.delete();
        reader.delete();
    }

    @Test
    void readerReachesSecretsAndStrangersDoNot() {
        // A policy may come a moment after the pod.
        await().atMost(Duration.ofSeconds(10)).until(() -> !reaches(stranger, "https://%s:8083/health", "secrets"));
        assertThat(reaches(reader, "https://%s:8083/health", "secrets")).isTrue();
    }

    @Test
    void adminPortIsForTheOperatorAlone() {
        assertThat(reaches(reader, "https://%s-admin:9443/admin/v1/bundle", "secrets"))
                .isFalse();
        assertThat(reaches(stranger, "https://%s-admin:9443/admin/v1/bundle", "secrets"))
                .isFalse();
    }

    @Test
    void managementPortsAndTheStoreAreClosed() {
        assertThat(reaches(stranger, "http://%s:9081/metrics", "auth")).isFalse();
        assertThat(reaches(stranger, "telnet://%s:6379", "valkey")).isFalse();
    }

    @Test
    void publicServicesAreOpen() {
        assertThat(reaches(stranger, "http://%s:8081/health", "auth")).isTrue();
        assertThat(reaches(stranger, "http://%s:8082/health", "sessions")).isTrue();
    }

    private static boolean reaches(CurlPod pod, String url, String service) {
        return pod.reaches(url.formatted(Platform.name(service)));
    }
}
