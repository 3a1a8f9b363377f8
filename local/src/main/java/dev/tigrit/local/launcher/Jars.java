package dev.tigrit.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged services and callers of a source tree.
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
        var found = new ArrayList<Path>();
        for (var part : List.of("services", "callers")) {
            var target = root.resolve(part).resolve(service).resolve("target");
            found.addAll(Files.isDirectory(target) ? list(target) : List.of());
        }
        if (found.size() != 1) {
            throw new IOException(found.size() + " files " + service
                    + "/target/*-exec.jar in services and callers instead of one: package them first");
        }
        return found.getFirst();
    }

    private static List<Path> list(Path target) throws IOException {
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar")).toList();
        }
    }
}
