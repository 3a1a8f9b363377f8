package dev.tigrit.charts.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes of services/auth/ISSUERS.md are values of the platform as they stand there, but for files. */
class RecipesTest {

    private static final Path PAGE = Path.of("../../services/auth/ISSUERS.md");

    /** What the page gives instead of a file's path. */
    private static final String FILE = "ca-file: /etc/tigrit/corp-ca.pem";

    @TempDir
    private Path root = Path.of("");

    @ParameterizedTest
    @MethodSource("recipes")
    void recipeIsBoundByTheServiceAsItStandsThere(String recipe) {
        var byHand = AuthService.of(recipe, Map.of("SUPABASE_JWT_SECRET", "set"));

        var rendered = AuthService.of(Chart.platform().values(inChart(recipe)).render(), root);

        assertThat(rendered.issuers()).hasSize(1);
        assertThat(rendered.issuers().getFirst().profile())
                .usingRecursiveComparison()
                .isEqualTo(byHand.issuers().getFirst().profile());
        assertThat(rendered.properties().telegram().oidc())
                .isEqualTo(byHand.properties().telegram().oidc());
    }

    @Test
    void allRecipesTogetherAreOneInstallation() throws IOException {
        var chart = new StringBuilder("auth:\n  telegram: {oidc: {client-ids: \"4200000042\"}}\n  issuers:\n");
        for (var recipe : recipes()) {
            inChart(recipe)
                    .lines()
                    .filter(line -> line.startsWith("    ") && !recipe.contains("oidc:"))
                    .forEach(line -> chart.append(line).append('\n'));
        }

        var rendered = AuthService.of(Chart.platform().values(chart.toString()).render(), root);

        assertThat(rendered.issuers()).hasSize(recipes().size());
    }

    @Test
    void everyRecipeIsFound() throws IOException {
        assertThat(recipes()).hasSize(9);
        assertThat(String.join("", recipes())).contains(FILE);
    }

    static List<String> recipes() throws IOException {
        return Pattern.compile("```yaml\n(auth:\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(recipe -> recipe.group(1))
                .toList();
    }

    /** With the lines that the page gives for the chart where a recipe names a file. */
    private static String inChart(String recipe) {
        try {
            var forChart = Pattern.compile("ca-file: \\{[^\n]*}")
                    .matcher(Files.readString(PAGE))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(forChart).hasSize(1);
            return recipe.replace(FILE, forChart.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
