package dev.tigrit.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where a whole run is kept. */
public final class Kept {

    private static final String BEGIN = "<!-- results: make bench -->\n";
    private static final String END = "<!-- end of results -->";

    private Kept() {}

    /** @param module its README gets the tables, its folder {@code results} the figures and the charts */
    public static void keep(Run run, Path module) throws IOException {
        var results = Files.createDirectories(module.resolve("results"));
        var json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        json.writeValue(results.resolve(run.date().substring(0, 10) + "-" + run.commit() + ".json"), run);
        Files.writeString(
                results.resolve("cost.svg"),
                Chart.of(run, Measure.COST, "CPU per request: the other's by ours, right is better"));
        Files.writeString(
                results.resolve("latency.svg"),
                Chart.of(run, Measure.LATENCY, "p99 at half load: ours by raw, left is better"));
        var readme = module.resolve("README.md");
        Files.writeString(readme, replaced(Files.readString(readme), Markdown.of(run)));
    }

    static String replaced(String readme, String tables) {
        var begin = readme.indexOf(BEGIN);
        var end = readme.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("the README has no place for results");
        }
        return readme.substring(0, begin + BEGIN.length()) + tables + readme.substring(end);
    }
}
