package dev.tigrit.charts.kit;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The charts as the repository has them, each with what it depends on. The platform comes first: its charts have nothing inside then, as for
 * Argo CD, Flux and {@code helm dependency build}, which resolve the dependencies of one chart and not those of its dependencies.
 */
public final class BuiltCharts {

    static final Path FOLDER = build();

    private BuiltCharts() {}

    /** A copy without anything that `make charts` has written, which may be older than the sources. */
    public static Path copy(Path target) throws IOException {
        var source = Path.of("..").toRealPath();
        try (var files = Files.walk(source)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = source.relativize(file);
                if (!name.startsWith("test")
                        && !name.endsWith("Chart.lock")
                        && !name.toString().endsWith(".tgz")) {
                    var copy = target.resolve(name);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    /** As {@code helm dependency update}. */
    public static void resolve(Path chart) {
        new Helm(chart).dependency().update().skipRefresh().call();
    }

    private static Path build() {
        try {
            var folder = copy(Files.createTempDirectory(Files.createDirectories(Path.of("target")), "charts"));
            resolve(folder.resolve("platform"));
            Chart.SERVICES.forEach(chart -> resolve(folder.resolve(chart)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
