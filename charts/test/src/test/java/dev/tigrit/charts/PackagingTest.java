package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import dev.tigrit.charts.kit.BuiltCharts;
import dev.tigrit.charts.kit.Chart;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chart is the same from a folder of the repository and as a package, with whatever tool its dependencies are resolved. */
class PackagingTest {

    private static final Set<String> NOT_IN_GIT = Set.of(".git", ".local", "target", "node_modules");

    @TempDir
    Path folder;

    /** Git on Windows writes them as text files, and Flux and Argo CD refuse them. */
    @Test
    void repositoryHasNoSymbolicLink() throws IOException {
        var links = new ArrayList<Path>();
        Files.walkFileTree(Path.of("../..").toRealPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_IN_GIT.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isSymbolicLink()) {
                    links.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });

        assertThat(links).isEmpty();
    }

    /** `make charts` resolves the dependencies of the services first, so that the platform has them twice. */
    @Test
    void packageOfThePlatformRendersWhatItsFolderRenders() throws IOException {
        BuiltCharts.copy(folder);
        Chart.SERVICES.forEach(chart -> BuiltCharts.resolve(folder.resolve(chart)));
        BuiltCharts.resolve(folder.resolve("platform"));

        new Helm(folder.resolve("platform")).packageIt().withDestination(folder).call();

        assertThat(Chart.everything().text(folder.resolve("platform-0.1.0.tgz")))
                .isEqualTo(Chart.everything().text());
    }
}
