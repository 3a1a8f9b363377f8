package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CertificatesIT {

    private static String trusted(Release release) {
        var trust = release.client
                .configMaps()
                .inNamespace(release.namespace)
                .withName("tigrit-trust")
                .get();
        return trust == null ? "" : trust.getData().getOrDefault("ca.crt", "");
    }

    private static String serving(Release release) {
        var tls = release.secret("tigrit-secrets-tls");
        return tls == null ? "" : Release.text(tls, "tls.crt");
    }

    private static long certificates(String pem) {
        return pem.lines().filter(line -> line.startsWith("-----BEGIN")).count();
    }

    @Test
    void leafIsRenewedAndANewCaIsTrustedBeforeItSigns() throws Exception {
        try (var release = new Release("certificates")) {
            var now = new AtomicReference<>(Instant.now());
            release.operator(
                    ApiClient.of(Config.fromKubeconfig(ApiServer.shared().kubeConfig())), "", now::get);
            await().atMost(Duration.ofSeconds(20)).until(() -> !serving(release).isEmpty());
            var first = serving(release);
            var ca = trusted(release);

            now.updateAndGet(before -> before.plus(Duration.ofDays(61)));
            await().atMost(Duration.ofSeconds(20)).until(() -> !serving(release).equals(first));
            assertThat(trusted(release)).isEqualTo(ca);

            var second = serving(release);
            now.updateAndGet(before -> before.plus(Duration.ofDays(1200)));
            await().atMost(Duration.ofSeconds(20)).until(() -> certificates(trusted(release)) == 2);
            await().atMost(Duration.ofSeconds(20)).until(() -> !serving(release).equals(second));
            assertThat(trusted(release)).startsWith(ca);
            var byTheOld = serving(release);

            now.updateAndGet(before -> before.plus(Duration.ofMinutes(11)));
            await().atMost(Duration.ofSeconds(20)).until(() -> !serving(release).equals(byTheOld));
            assertThat(certificates(trusted(release))).isEqualTo(2);
            assertThat(trusted(release)).endsWith(ca);
        }
    }

    @Test
    void whatSomebodyElseHasMadeIsTrustedAndLeftAlone() throws Exception {
        try (var maker = new Release("maker");
                var release = new Release("external")) {
            maker.operator();
            await().atMost(Duration.ofSeconds(20)).until(() -> !serving(maker).isEmpty());
            var made = Objects.requireNonNull(maker.secret("tigrit-secrets-tls"));
            release.write(new SecretBuilder()
                    .withNewMetadata()
                    .withName("tigrit-secrets-tls")
                    .withNamespace(release.namespace)
                    .endMetadata()
                    .withType("kubernetes.io/tls")
                    .withData(Map.copyOf(made.getData()))
                    .build());

            release.operator("certificate: {mode: external}");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(trusted(release)).isEqualTo(Release.text(made, "ca.crt")));
            assertThat(release.secret("tigrit-secrets-ca")).isNull();
            assertThat(serving(release)).isEqualTo(Release.text(made, "tls.crt"));
        }
    }
}
