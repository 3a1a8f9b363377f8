package dev.tigrit.bench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A run with what one has to know to judge it. */
public record Run(String date, String commit, String machine, String jdk, List<Row> rows) {

    /** @param root of the repository */
    public static Run now(Path root, List<Row> rows) {
        return new Run(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                output(root, "git", "describe", "--always", "--dirty", "--exclude=*"),
                computer(),
                System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.version"),
                rows);
    }

    private static String computer() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            var model = lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .orElse(System.getProperty("os.arch"));
            return Runtime.getRuntime().availableProcessors() + " x " + model + ", Linux "
                    + System.getProperty("os.version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(Path folder, String... command) {
        try {
            var process = new ProcessBuilder(command).directory(folder.toFile()).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
