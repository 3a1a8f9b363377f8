package dev.tigrit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A service as a process of its own, for what depends on its environment. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Pattern MAIN_PORT = Pattern.compile("Netty started on port (\\d+)");

    private final Process process;
    private final Path log;

    /** Starts it with these variables, and ports that are free, its output in that folder. */
    public ServiceProcess(Class<?> application, Map<String, String> environment, Path folder) {
        log = folder.resolve("service.log");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // Surefire puts the class path of the tests there.
        var classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var builder = new ProcessBuilder(
                        java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", classes, application.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0"));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its main address, once it listens there. */
    public URI awaitUrl() {
        await().atMost(START).until(() -> MAIN_PORT.matcher(log()).find() || !process.isAlive());
        var port = MAIN_PORT.matcher(log());
        assertThat(port.find()).as(log()).isTrue();
        return URI.create("http://localhost:" + port.group(1));
    }

    /** What it said, once it has ended by itself and without success. */
    public String awaitFailure() throws InterruptedException {
        assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS))
                .as(log())
                .isTrue();
        assertThat(process.exitValue()).isNotZero();
        return log();
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
