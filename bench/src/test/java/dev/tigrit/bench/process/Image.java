package dev.tigrit.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The JVM options of a service's container: the image's, and the memory limit of its chart. */
record Image(String service) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FLAGS = Pattern.compile("<jvmFlags>(.*?)</jvmFlags>", Pattern.DOTALL);
    private static final Pattern FLAG = Pattern.compile("<jvmFlag>(.*?)</jvmFlag>");

    /** Of the service's container, or of what all charts import: those of other containers stand further in. */
    private static final Pattern LIMIT =
            Pattern.compile("(?m)^(?:    )?resources:\n +requests: .*\n +limits: \\{memory: (\\d+)Mi}");

    List<String> options() {
        var flags = FLAGS.matcher(read(ROOT.resolve("pom.xml")));
        if (!flags.find()) {
            throw new IllegalStateException("the root POM has no jvmFlags");
        }
        // One core, as the measuring has; the JVM sees two while it starts.
        var options = new ArrayList<>(List.of("-XX:MaxRAM=" + memoryLimit(), "-XX:ActiveProcessorCount=1"));
        FLAG.matcher(flags.group(1)).results().forEach(flag -> options.add(flag.group(1)));
        var own = ROOT.resolve("services").resolve(service).resolve("jvm.options");
        if (Files.exists(own)) {
            options.add("@" + own);
        }
        return options;
    }

    Path jar() {
        try (var files = Files.list(ROOT.resolve("services").resolve(service).resolve("target"))) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(service + " is not packaged"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The chart's own, or that of all charts. */
    private String memoryLimit() {
        for (var chart : List.of(service, "lib")) {
            var limit = LIMIT.matcher(read(ROOT.resolve("charts").resolve(chart).resolve("values.yaml")));
            if (limit.find()) {
                return limit.group(1) + "m";
            }
        }
        throw new IllegalStateException("no memory limit of " + service);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
