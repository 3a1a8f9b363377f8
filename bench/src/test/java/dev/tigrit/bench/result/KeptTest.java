package dev.tigrit.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

class KeptTest {

    private static final Figure OURS = new Figure(20, 50_000, 0.5, 2);
    private static final Figure RAW = new Figure(10, 100_000, 0.25, 1);
    private static final Run RUN = new Run(
            "2026-11-30T12:00:00Z",
            "0123abc",
            "2 cores",
            "25",
            List.of(
                    new Row(Measure.COST, "a <call>", "raw", OURS, RAW, 0.5, 0.4, 0.6, 0.6, 0.8),
                    new Row(Measure.LATENCY, "a <call>", "raw", OURS, RAW, 2, 1.5, 2.5, 2, 1.3),
                    new Row(Measure.MEMORY, "secrets", "", null, null, 185, 185, 185, 180, 150)));

    @TempDir
    Path module;

    @Test
    void tablesReplaceThoseOfTheLastRunInTheReadme() throws IOException {
        Files.writeString(
                module.resolve("README.md"),
                "before\n<!-- results: make bench -->\nold\n<!-- end of results -->\nafter\n");

        Kept.keep(RUN, module);

        assertThat(module.resolve("README.md"))
                .content()
                .startsWith("before\n<!-- results: make bench -->\nMeasured 2026-11-30T12:00:00Z on commit 0123abc")
                .endsWith("<!-- end of results -->\nafter\n")
                .doesNotContain("old")
                .contains("| a <call> | raw | 20.0 | 10.0 | **0.50** (0.40 - 0.60) | 0.60 | 0.80 |")
                .contains("| secrets |  | **185** | 180 | 150 |");
        assertThat(module.resolve("results/2026-11-30-0123abc.json")).content().contains("\"quotient\" : 0.5");
    }

    @Test
    void chartsAreWellFormed() throws IOException, ParserConfigurationException, SAXException {
        Files.writeString(module.resolve("README.md"), "<!-- results: make bench -->\n<!-- end of results -->");

        Kept.keep(RUN, module);

        for (var chart : List.of("cost.svg", "latency.svg")) {
            var svg = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(module.resolve("results").resolve(chart).toFile());
            assertThat(svg.getElementsByTagName("text").item(2).getTextContent())
                    .isNotBlank();
            assertThat(svg.getDocumentElement().getTextContent()).contains("a <call> / raw");
        }
    }
}
