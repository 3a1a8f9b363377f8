package dev.tigrit.operator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where kube-apiserver and etcd are on this machine. No package registry has them, so they have to be there. */
final class Binaries {

    private static final int DEPTH = 4;
    private static final @Nullable Path FOLDER = find();

    private Binaries() {}

    static boolean areThere() {
        return FOLDER != null;
    }

    static Path folder() {
        return Objects.requireNonNull(FOLDER, "no kube-apiserver");
    }

    /** Named by a variable, on the PATH, or where kube-api-test and setup-envtest put them. */
    private static @Nullable Path find() {
        var home = System.getProperty("user.home");
        var named = Stream.of("KUBE_API_TEST_DIR", "KUBEBUILDER_ASSETS").map(System::getenv);
        var path = Arrays.stream(
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(java.io.File.pathSeparator));
        var usual = Stream.of(
                home + "/.kubeapitest", home + "/.local/share/kubebuilder-envtest", "/usr/local/kubebuilder/bin");
        var deep = Stream.concat(named, usual)
                .filter(Objects::nonNull)
                .map(Path::of)
                .flatMap(Binaries::below);
        return Stream.concat(deep, path.filter(folder -> !folder.isEmpty()).map(Path::of))
                .filter(folder -> Files.isExecutable(folder.resolve("kube-apiserver"))
                        && Files.isExecutable(folder.resolve("etcd")))
                .findFirst()
                .orElse(null);
    }

    private static Stream<Path> below(Path root) {
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (var folders = Files.walk(root, DEPTH)) {
            return folders.filter(Files::isDirectory).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
