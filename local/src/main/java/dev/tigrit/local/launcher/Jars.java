package dev.tigrit.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The packaged services of a source tree.
 *
 * @param root folder of the root POM
 */
public record Jars(Path root) {

    /** A copy to run: a build beside the running system overwrites the original, and with it classes not yet loaded. */
    Path copy(String service, Path directory) throws IOException {
        var copy = directory.resolve(service + ".jar");
        if (!Files.exists(copy)) {
            Files.copy(find(service), copy);
        }
        return copy;
    }

    private Path find(String service) throws IOException {
        var target = root.resolve("services").resolve(service).resolve("target");
        var found = Files.isDirectory(target) ? list(target) : List.<Path>of();
        if (found.size() != 1) {
            throw new IOException(
                    found.size() + " files *-exec.jar in " + target + " instead of one: package the services first");
        }
        return found.getFirst();
    }

    private static List<Path> list(Path target) throws IOException {
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar")).toList();
        }
    }
}
