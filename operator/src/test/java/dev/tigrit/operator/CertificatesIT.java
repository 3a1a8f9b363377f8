package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import dev.tigrit.operator.trust.Pem;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@NeedsApiServer
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
            release.operator(Operator.client(ApiServer.shared().config()), "", now::get);
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
            var end = Pem.certificates(trusted(release)).getLast().getNotAfter().toInstant();
            assertThat(end).isAfter(now.get().plus(Duration.ofDays(1800)));
            assertThat(Release.metric(release.operators.getFirst(), "tigrit_operator_ca_not_after_seconds"))
                    .isEqualTo(end.getEpochSecond());
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
            made(maker, release);
            var made = Objects.requireNonNull(maker.secret("tigrit-secrets-tls"));

            release.operator("certificate: {mode: external}");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(trusted(release)).isEqualTo(Release.text(made, "ca.crt")));
            assertThat(release.secret("tigrit-secrets-ca")).isNull();
            assertThat(serving(release)).isEqualTo(Release.text(made, "tls.crt"));
        }
    }

    @Test
    void lostCaIsReplacedWithoutALeafThatNobodyTrustsYet() throws Exception {
        try (var release = new Release("lost-ca")) {
            var now = new AtomicReference<>(Instant.now());
            release.operator(Operator.client(ApiServer.shared().config()), "", now::get);
            await().atMost(Duration.ofSeconds(20)).until(() -> !serving(release).isEmpty());
            var leaf = serving(release);
            var ca = trusted(release);

            release.client
                    .resource(Objects.requireNonNull(release.secret("tigrit-secrets-ca")))
                    .delete();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                now.updateAndGet(before -> before.plusSeconds(3));
                return certificates(trusted(release)) == 2;
            });

            assertThat(trusted(release)).endsWith(ca);
            assertThat(serving(release)).isEqualTo(leaf);
            var rounds = rounds(release);
            now.updateAndGet(before -> before.plus(Duration.ofMinutes(9)));
            await().atMost(Duration.ofSeconds(20)).until(() -> rounds(release) >= rounds + 2);
            assertThat(serving(release)).isEqualTo(leaf);

            now.updateAndGet(before -> before.plus(Duration.ofMinutes(2)));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                now.updateAndGet(before -> before.plusSeconds(3));
                return !serving(release).equals(leaf);
            });
            assertThat(trusted(release)).endsWith(ca);
        }
    }

    @Test
    void whatSomebodyElseHasReplacedStaysTrustedForAWhile() throws Exception {
        try (var first = new Release("first-maker");
                var second = new Release("second-maker");
                var release = new Release("external")) {
            var now = new AtomicReference<>(Instant.now());
            first.operator();
            second.operator();
            made(first, release);
            release.operator(Operator.client(ApiServer.shared().config()), "certificate: {mode: external}", now::get);
            await().atMost(Duration.ofSeconds(20)).until(() -> trusted(release).equals(trusted(first)));

            made(second, release);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                now.updateAndGet(before -> before.plusSeconds(3));
                return trusted(release).equals(trusted(second) + trusted(first));
            });

            now.updateAndGet(before -> before.plus(Duration.ofMinutes(11)));
            await().atMost(Duration.ofSeconds(20)).until(() -> trusted(release).equals(trusted(second)));
        }
    }

    private static void made(Release by, Release target) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !serving(by).isEmpty());
        target.write(new SecretBuilder()
                .withNewMetadata()
                .withName("tigrit-secrets-tls")
                .withNamespace(target.namespace)
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(Map.copyOf(
                        Objects.requireNonNull(by.secret("tigrit-secrets-tls")).getData()))
                .build());
    }

    /** Passes so far; each looks after certificates first when that is due. */
    private static long rounds(Release release) {
        return Release.metric(release.operators.getFirst(), "tigrit_operator_passes_total");
    }
}
