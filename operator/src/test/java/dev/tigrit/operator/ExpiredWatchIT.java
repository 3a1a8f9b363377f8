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
import org.junit.jupiter.api.Test;

/** Away for so long that the server no longer knows what happened meanwhile: 410. */
@NeedsApiServer
class ExpiredWatchIT {

    @Test
    void historyThatIsGoneIsListedAnew() throws Exception {
        try (var server = ApiServer.with("--watch-cache=false", "--etcd-compaction-interval=1s");
                var proxy = Proxy.to(URI.create(server.client().getMasterUrl().toString()));
                var release = new Release(server, "expired")) {
            var config = new ConfigBuilder(server.config())
                    .withMasterUrl("https://127.0.0.1:" + proxy.port())
                    .withRequestTimeout(2000)
                    .build();
            release.operator(Operator.client(config), "", InstantSource.system());
            release.replica();
            release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
            release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
            release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
            var known = release.client
                    .secrets()
                    .inNamespace(release.namespace)
                    .list()
                    .getMetadata()
                    .getResourceVersion();

            proxy.refuse(true);
            proxy.cut();
            release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two"));
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        release.labelled("other", Map.of("OTHER", Long.toString(System.nanoTime())));
                        assertThat(release.client.raw("/api/v1/namespaces/" + release.namespace
                                        + "/secrets?watch=1&timeoutSeconds=1&resourceVersion=" + known))
                                .contains("\"code\":410");
                    });
            proxy.refuse(false);

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(release.replicas.getFirst().value("TELEGRAM_BOT_TOKEN"))
                            .isEqualTo("42:two"));
        }
    }
}
