package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.operator.testkit.NeedsApiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@NeedsApiServer
class MetricsIT {

    private static final Pattern NAME = Pattern.compile("tigrit_operator_\\w+");
    private static final Path CHARTS = Path.of("..", "charts");

    @Test
    void namesInAlertsAndDashboardsExist() throws Exception {
        var asked = names(Files.readString(CHARTS.resolve("operator/templates/objects.yaml")));
        asked.addAll(names(Files.readString(CHARTS.resolve("platform/dashboards/tigrit-operator.json"))));
        assertThat(asked).hasSizeGreaterThan(10);

        try (var release = new Release("metrics")) {
            assertThat(names(release.operator().metrics().scrape())).containsAll(asked);
        }
    }

    private static Set<String> names(String text) {
        var names = new TreeSet<String>();
        NAME.matcher(text).results().forEach(match -> names.add(match.group()));
        return names;
    }
}
