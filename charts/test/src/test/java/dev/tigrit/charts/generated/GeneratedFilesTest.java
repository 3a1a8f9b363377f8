package dev.tigrit.charts.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code GENERATE} in the environment, which is `make generate`, the files are written before they are compared. */
class GeneratedFilesTest {

    private static final Path CHARTS = Path.of("..");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^# @include (.+)$");

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
    void valuesSchemaAndReadmeAreMadeOfItsOwnAndTheSharedValues(String chart) throws IOException {
        var folder = CHARTS.resolve(chart);
        var values = values(folder);
        is(folder.resolve("values.yaml"), ValuesFile.of(values));
        is(folder.resolve("values.schema.json"), Schema.of(values, !chart.equals("platform")));
        var readme = folder.resolve("README.md");
        is(readme, Readme.with(values, Files.readString(readme)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "sessions", "secrets"})
    void configurationOfAServiceIsMadeOfItsPropertyRecords(String service) throws IOException {
        var readme = CHARTS.resolve("../services").resolve(service).resolve("README.md");

        is(readme, Readme.with("properties", PropertyTable.ofService(service), Files.readString(readme)));
    }

    @Test
    void configurationOfTheOperatorIsMadeOfItsRecord() throws IOException {
        var readme = CHARTS.resolve("../operator/README.md");

        is(readme, Readme.with("properties", PropertyTable.ofOperator(), Files.readString(readme)));
    }

    /** The chart's own values over those that it shares with others. */
    private static Value values(Path folder) throws IOException {
        var source = Files.readString(folder.resolve("own.yaml"));
        var values = Value.parse(source, name -> text(folder.resolve("entries").resolve(name)));
        var shared = Value.parse(Files.readString(CHARTS.resolve("lib/shared.yaml")));
        for (var block : blocks(source)) {
            values = shared.at(block).under(values);
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

    private static List<String> blocks(String source) {
        var include = INCLUDE.matcher(source);
        if (!include.find()) {
            throw new IllegalArgumentException("own.yaml has no line `# @include <blocks of lib/shared.yaml>`");
        }
        return List.of(include.group(1).split(", "));
    }

    private static void is(Path file, String content) throws IOException {
        if (System.getenv("GENERATE") != null) {
            Files.writeString(file, content);
        }
        assertThat(file).as("run `make generate`").exists().content().isEqualTo(content);
    }
}
