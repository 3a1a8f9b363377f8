package dev.tigrit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Each panel of the dashboards shows something while the system works: a real Prometheus evaluates its expression. */
@ExtendWith(TestSystem.class)
class DashboardsIT {

    /** Of the operator, which does not run here, and of what only a cluster has: TLS, trust, published issuers, a replay guard. */
    private static final Pattern NEEDS_MORE = Pattern.compile(
            "tigrit_operator_|-operator\"|secrets_tls_|tigrit_trust_|auth_jwks_|auth_issuer_|auth_replay_");

    private final LocalSystem system;

    DashboardsIT(LocalSystem system) {
        this.system = system;
    }

    @Test
    void eachPanelHasSeries(@TempDir Path folder) throws Exception {
        var panels = panels();
        assertThat(panels).hasSizeGreaterThan(30);

        try (var prometheus = Prometheus.start(system, folder);
                var _ = Traffic.start(system, 5)) {
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> {
                        var empty = new TreeMap<String, String>();
                        for (var panel : panels.entrySet()) {
                            if (prometheus.series(panel.getValue()).isEmpty()) {
                                empty.put(panel.getKey(), panel.getValue());
                            }
                        }
                        assertThat(empty).isEmpty();
                    });
        }
    }

    /** Expressions by dashboard, panel and their number in it, with what Grafana would put in. */
    private static Map<String, String> panels() {
        var expressions = new TreeMap<String, String>();
        try (var files = Files.list(TestSystem.ROOT.resolve("charts/platform/dashboards"))) {
            for (var file : files.toList()) {
                for (var panel : JsonMapper.shared().readTree(file).path("panels")) {
                    var number = 0;
                    for (var target : panel.path("targets")) {
                        var expression = target.path("expr").asString();
                        if (!NEEDS_MORE.matcher(expression).find()) {
                            expressions.put(
                                    "%s, %s, %d"
                                            .formatted(
                                                    file.getFileName(),
                                                    panel.path("title").asString(),
                                                    number++),
                                    expression
                                            .replace("$namespace", Prometheus.NAMESPACE)
                                            .replace("$__rate_interval", "10s"));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return expressions;
    }
}
