package dev.tigrit.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The packaged services and callers of a source tree.
 *
 * @param root folder of the root POM
 */
public record Jars(Path root) {

    /** The jar unpacked, once a build: it starts with 40 % less CPU, and a build beside the running system does not overwrite it. */
    Path unpacked(String service, Path programs) throws IOException {
        var jar = find(service);
        var folder = programs.resolve(service);
        var build = folder.resolve(checksum(jar));
        if (!Files.exists(build)) {
            Folder.delete(folder);
            var line = List.of(
                    Command.java(), "-Djarmode=tools", "-jar", "" + jar, "extract", "--destination", "" + folder);
            if (new ProcessBuilder(line).start().onExit().join().exitValue() != 0) {
                throw new IOException(jar + " cannot be unpacked");
            }
            Files.createFile(build);
        }
        return folder.resolve(jar.getFileName());
    }

    private static String checksum(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            return Long.toHexString(zip.stream().mapToLong(ZipEntry::getCrc).reduce(0, (sum, crc) -> 31 * sum + crc));
        }
    }

    private Path find(String service) throws IOException {
        var found = Stream.of("services", "callers")
                .map(part ->
                        root.resolve(part).resolve(service).resolve("target").toFile())
                .flatMap(target -> Stream.ofNullable(target.listFiles((_, name) -> name.endsWith("-exec.jar"))))
                .flatMap(Arrays::stream)
                .toList();
        if (found.size() != 1) {
            throw new IOException(found.size() + " files " + service
                    + "/target/*-exec.jar in services and callers instead of one: package them first");
        }
        return found.getFirst().toPath();
    }
}
