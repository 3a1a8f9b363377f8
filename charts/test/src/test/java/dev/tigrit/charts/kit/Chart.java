package dev.tigrit.charts.kit;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A chart with values, as {@code helm template tigrit charts/<name> --namespace team --set ...} has them. */
public final class Chart {

    public static final String RELEASE = "tigrit";
    public static final String NAMESPACE = "team";
    public static final List<String> SERVICES =
            List.of("auth", "sessions", "secrets", "operator", "game-backend", "tigrit-bot", "tigrit-api");

    private final String name;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private String file = "";
    private String release = RELEASE;

    private Chart(String name) {
        this.name = name;
    }

    public static Chart of(String name) {
        return new Chart(name);
    }

    public static Chart platform() {
        return new Chart("platform");
    }

    /** The platform with all of its callers, which need a database and a bot token. */
    public static Chart everything() {
        var chart = platform().set("global.telegram.botTokenSecret.name", "telegram");
        for (var caller : List.of("gameBackend", "bot", "api")) {
            chart.set("global.callers." + caller + ".enabled", true);
        }
        for (var caller : List.of("game-backend", "tigrit-bot", "tigrit-api")) {
            chart.set(caller + ".database.host", "postgres").set(caller + ".database.passwordSecret.name", "postgres");
        }
        return chart;
    }

    /** As {@code --set}: dots part the keys, {@code [0]} counts. */
    public Chart set(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** As the release of that name. */
    public Chart named(String release) {
        this.release = release;
        return this;
    }

    /** As {@code --values}: YAML; what is set wins. */
    public Chart values(String yaml) {
        file = yaml;
        return this;
    }

    /** @throws IllegalStateException with Helm's own message */
    public Manifests render() {
        return Manifests.parse(text());
    }

    public String text() {
        return text(folder());
    }

    /** What the same values render with another chart, a folder or a package. */
    public String text(Path chart) {
        try {
            var valuesFile = Files.createTempFile("values", ".yaml");
            try {
                var template = new Helm(chart)
                        .template()
                        .withName(release)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion("1.35.0")
                        .withValuesFile(Files.writeString(valuesFile, file));
                values.forEach(template::set);
                // Nothing at all, when all of the platform is switched off.
                return Objects.requireNonNullElse(template.call(), "");
            } finally {
                Files.delete(valuesFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public LintResult lint() {
        return new Helm(folder()).lint().strict().call();
    }

    private Path folder() {
        return BuiltCharts.FOLDER.resolve(name);
    }
}
