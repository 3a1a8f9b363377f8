package dev.tigrit.local.abuse;

import dev.tigrit.local.fixture.TestSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The JVM options of a service's container: those of its image, and the heap that its chart's memory limit leaves it. */
record ChartJvm(String service) {

    /** Of the chart's own container; those of others stand further in. */
    private static final Pattern RESOURCES =
            Pattern.compile("(?m)^resources:\n(?: .*\n)*? +limits: \\{memory: (\\d+)Mi}");

    private static final Pattern FLAGS = Pattern.compile("<jvmFlags>(.*?)</jvmFlags>", Pattern.DOTALL);
    private static final Pattern FLAG = Pattern.compile("<jvmFlag>(.*?)</jvmFlag>");
    private static final Pattern SHARE = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");

    List<String> options() throws IOException {
        var flags = FLAGS.matcher(read("pom.xml"));
        if (!flags.find()) {
            throw new IOException("the root POM has no jvmFlags");
        }
        var options = new ArrayList<String>();
        var flag = FLAG.matcher(flags.group(1));
        while (flag.find()) {
            options.add(option(flag.group(1)));
        }
        var own = TestSystem.ROOT.resolve("services").resolve(service).resolve("jvm.options");
        if (Files.exists(own)) {
            options.add("@" + own);
        }
        return options;
    }

    private String option(String flag) throws IOException {
        var share = SHARE.matcher(flag);
        return share.matches() ? "-Xmx" + memoryLimit() * Integer.parseInt(share.group(1)) / 100 + "m" : flag;
    }

    /** Of the container, in MiB. */
    int memoryLimit() throws IOException {
        var resources = RESOURCES.matcher(read("charts/" + service + "/values.yaml"));
        if (resources.find()) {
            return Integer.parseInt(resources.group(1));
        }
        throw new IOException("no memory limit of " + service);
    }

    private static String read(String file) throws IOException {
        return Files.readString(TestSystem.ROOT.resolve(file));
    }
}
