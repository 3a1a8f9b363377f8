package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code prometheusRule}: each alert leads to its runbook and fires when it should. */
class AlertsTest {

    /** Every chart has them from one template; the rule tests have each of them for one chart. */
    private static final Pattern COMMON =
            Pattern.compile("(Down|(Errors|Latency)(Fast|Slow)|ConnectionsShed|LogDropped)$");

    /** `make chaos` has a Prometheus that evaluates them. */
    private static final Path RULES = Path.of("target/alerts/rules.yaml");

    private static List<JsonNode> groups() {
        var chart = Chart.everything();
        for (var service : Chart.SERVICES) {
            chart.set(service + ".serviceMonitor.enabled", true)
                    .set(service + ".prometheusRule.enabled", true)
                    .set(service + ".networkPolicy.metricsFrom[0].podSelector.matchLabels.app", "prometheus");
        }
        return chart.render().all("PrometheusRule").stream()
                .map(rule -> JsonMapper.shared().readTree(Serialization.asJson(rule)))
                .flatMap(rule -> rule.path("spec").path("groups").valueStream())
                .toList();
    }

    private static Stream<JsonNode> alerts() {
        return groups().stream().flatMap(group -> group.path("rules").valueStream());
    }

    @Test
    void eachLeadsToASectionOfTheRunbooks() throws IOException {
        var sections = Files.readString(Path.of("../../docs/runbooks.md"))
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> "docs/runbooks.md#" + line.substring(3).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());

        var used = alerts().map(
                        alert -> alert.path("annotations").path("runbook_url").asString())
                .collect(Collectors.toSet());

        assertThat(used).isEqualTo(sections);
    }

    @Test
    void addressOfTheRunbooksIsAValue() {
        var manifests = Chart.of("operator")
                .set("serviceMonitor.enabled", true)
                .set("prometheusRule.enabled", true)
                .set("prometheusRule.runbooks", "https://wiki.example/runbooks")
                .set("networkPolicy.enabled", false)
                .render();

        assertThat(Serialization.asYaml(manifests.all("PrometheusRule")))
                .contains("https://wiki.example/runbooks#down")
                .doesNotContain("docs/runbooks.md");
    }

    @Test
    void eachFiresWhenItShouldAndNoneInAHealthySystem() throws Exception {
        var tests = Files.readString(Path.of("src/test/resources/alerts.yaml"));
        assertThat(alerts().map(alert -> alert.path("alert").asString()))
                .isNotEmpty()
                .allSatisfy(alert -> {
                    var common = COMMON.matcher(alert);
                    assertThat(tests).contains((common.find() ? common.group() : "\"" + alert) + "\"}', value: 1");
                });
        var folder = Files.createDirectories(RULES.getParent());
        Files.writeString(RULES, "{\"groups\": " + groups() + "}");
        assumeThat(new ProcessBuilder("sh", "-c", "command -v promtool").start().waitFor())
                .as("promtool")
                .isZero();
        Files.writeString(folder.resolve("alerts.yaml"), tests);

        var process = new ProcessBuilder("promtool", "test", "rules", "alerts.yaml")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }
}
