package dev.tigrit.charts.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** With {@code GENERATE} in the environment, which is `make generate`, the files are written before they are compared. */
class GeneratedFilesTest {

    private static final Path CHARTS = Path.of("..");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth",
                "sessions",
                "secrets",
                "operator",
                "game-backend",
                "tigrit-bot",
                "tigrit-api",
                "platform",
            })
    void schemaAndReadmeAreMadeOfTheValues(String chart) throws IOException {
        var folder = CHARTS.resolve(chart);
        var values = values(folder);
        is(folder.resolve("values.schema.json"), Schema.of(values, !chart.equals("platform")));
        var readme = folder.resolve("README.md");
        is(readme, Readme.with(values, Files.readString(readme)));
    }

    /** The chart's own values over those that it imports from the library chart. */
    private static Value values(Path folder) throws IOException {
        var own = Value.parse(
                Files.readString(folder.resolve("values.yaml")),
                name -> text(folder.resolve("entries").resolve(name)));
        var exports =
                Value.parse(Files.readString(CHARTS.resolve("lib/values.yaml"))).at("exports");
        var values = own;
        for (var imported : imports(folder)) {
            values = exports.at(imported).under(values);
        }
        return values;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> imports(Path folder) throws IOException {
        Map<String, List<Map<String, List<String>>>> chart =
                new Yaml().load(Files.readString(folder.resolve("Chart.yaml")));
        return chart.getOrDefault("dependencies", List.of()).stream()
                .filter(dependency -> dependency.containsKey("import-values"))
                .flatMap(dependency -> dependency.get("import-values").stream())
                .toList();
    }

    private static void is(Path file, String content) throws IOException {
        if (System.getenv("GENERATE") != null) {
            Files.writeString(file, content);
        }
        assertThat(file).as("run `make generate`").exists().content().isEqualTo(content);
    }
}
