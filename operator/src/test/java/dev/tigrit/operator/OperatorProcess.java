package dev.tigrit.operator;

import dev.tigrit.operator.testkit.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The operator as a process of its own, with the flags of its image. */
final class OperatorProcess {

    private OperatorProcess() {}

    /**
     * Starts it; what it says is in the file {@code log}.
     *
     * @param yaml of operator.yaml
     * @param heap as in {@code -Xmx}
     */
    static Process start(String yaml, Path folder, String heap) throws IOException {
        Files.writeString(folder.resolve("kubeconfig"), ApiServer.shared().kubeConfig());
        Files.writeString(folder.resolve("operator.yaml"), yaml);
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.tigrit.operator.Main",
                        folder.resolve("operator.yaml").toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        return builder.start();
    }
}
