package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Something fails inside, again and again: it is seen, and what comes after it works. */
@NeedsApiServer
class FailureIT {

    private static final String UNSYNCED = "tigrit_operator_unsynced_seconds ";

    private Release release;

    @BeforeEach
    void install() throws Exception {
        release = new Release("failure");
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    @Test
    void revisionThatCannotBeStoredCountsAsUnsynced() throws Exception {
        var full = new AtomicBoolean();
        var operator = release.operator(
                ApiServer.shared().newClient((method, path) -> {
                    if (full.get() && method.equals("PUT") && path.endsWith("/secrets/tigrit-secrets-bundle")) {
                        throw new IllegalStateException("etcd has no room");
                    }
                }),
                "",
                InstantSource.system());
        release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(operator.metrics().scrape()).containsPattern(UNSYNCED + "0.0\n"));

        full.set(true);
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(operator.metrics().scrape())
                        .containsPattern(UNSYNCED + "[1-9]")
                        .containsPattern("tigrit_operator_passes_failures_total [1-9]"));
        full.set(false);
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:two");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(operator.metrics().scrape()).containsPattern(UNSYNCED + "0.0\n"));
    }

    @Test
    void replicaThatDoesNotReadTheFormatKeepsWhatItHasAndIsReported() throws Exception {
        var operator = release.operator();
        release.replica();
        var older = release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(release.status("bot").endpoints()).isEqualTo("2/2"));
        var pushes = older.pushes().size();

        older.refuseFormat();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(release.status("bot").endpoints()).isEqualTo("1/2");
            assertThat(release.reason("bot", "Ready")).isEqualTo("Served");
            assertThat(release.reason("bot", "Synced")).isEqualTo("Pushing");
        });
        var stores = Release.metric(operator, "tigrit_operator_bundle_stores_total");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Release.metric(operator, "tigrit_operator_bundle_stores_total"))
                        .isEqualTo(stores));
        assertThat(older.value("TELEGRAM_BOT_TOKEN")).isEqualTo("42:one");
        // With a retry of at most a second, each after half of its bound or more.
        assertThat(older.pushes().size() - pushes).isBetween(2, 30);
    }

    @Test
    void reporterOutlivesWhateverFailsInIt() throws Exception {
        var broken = new AtomicBoolean(true);
        var failures = new AtomicInteger();
        InstantSource clock = () -> {
            if (broken.get() && Thread.currentThread().getName().equals("reporter")) {
                failures.incrementAndGet();
                throw new IllegalStateException("no time");
            }
            return Instant.now();
        };
        release.operator(Operator.client(ApiServer.shared().config()), "", clock);
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        await().atMost(Duration.ofSeconds(20)).until(() -> failures.get() > 0);
        assertThat(release.reason("bot", "Ready")).isNull();

        broken.set(false);

        release.awaitReason("bot", "Served");
    }
}
