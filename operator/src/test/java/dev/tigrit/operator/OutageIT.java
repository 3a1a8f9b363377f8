package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import dev.tigrit.operator.testkit.Proxy;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The connection to the API server breaks in every way that is known, and nobody restarts the operator. */
@Isolated("Stops the API server of all tests.")
@NeedsApiServer
class OutageIT {

    private static final String STALENESS = "tigrit_operator_watch_staleness_seconds\\{[^}]*\\} ";

    private Release release;
    private Proxy proxy;

    @BeforeEach
    void install() throws Exception {
        release = new Release("outage");
        var direct = ApiServer.shared().config();
        proxy = Proxy.to(URI.create(direct.getMasterUrl()));
        var config = new ConfigBuilder(direct)
                .withMasterUrl("https://127.0.0.1:" + proxy.port())
                .withRequestTimeout(2000)
                .build();
        release.operator(Operator.client(config), "audit: PT3S", InstantSource.system());
        release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
    }

    @AfterEach
    void uninstall() throws Exception {
        release.close();
        proxy.close();
    }

    @Test
    void brokenConnectionsAreMadeAgain() {
        proxy.cut();

        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));

        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:two");
    }

    @Test
    void outageIsSurvivedAndSeenAsStaleness() {
        proxy.refuse(true);
        proxy.cut();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(release.operators.getFirst().metrics().scrape())
                                .containsPattern(STALENESS + "(1[0-9]|[6-9])"));
        assertThat(release.replicas.getFirst().value("TELEGRAM_BOT_TOKEN")).isEqualTo("42:one");
        proxy.refuse(false);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(release.replicas.getFirst().value("TELEGRAM_BOT_TOKEN"))
                        .isEqualTo("42:two"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(release.operators.getFirst().metrics().scrape())
                                .doesNotContainPattern(STALENESS + "(1[0-9]|[6-9])"));
    }

    @Test
    void stalledWatchIsRenewed() {
        release.managed("gone", "{key: GONE, secretRef: {name: bot, key: TELEGRAM_BOT_TOKEN}}");
        release.awaitServed("GONE", "42:one");
        // As behind a load balancer that forgot the connection: open, silent, and new ones work.
        proxy.silence();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));
        release.client.resource(release.managed("gone")).delete();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(release.replicas.getFirst().value("TELEGRAM_BOT_TOKEN")).isEqualTo("42:two");
            assertThat(release.replicas.getFirst().entry("GONE")).isNull();
        });
    }

    @Test
    void frozenServerIsSurvived() throws Exception {
        ApiServer.shared().freeze();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    release.operators.getFirst().metrics().scrape())
                            .containsPattern(STALENESS + "(1[0-9]|[7-9])"));
        } finally {
            ApiServer.shared().thaw();
        }
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(release.replicas.getFirst().value("TELEGRAM_BOT_TOKEN"))
                        .isEqualTo("42:two"));
    }
}
