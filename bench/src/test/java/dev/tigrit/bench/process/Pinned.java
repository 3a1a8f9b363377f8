package dev.tigrit.bench.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that runs on chosen cores, and what the kernel says of it. */
public final class Pinned implements AutoCloseable {

    /** Servers are measured here. */
    public static final String SERVER_CORE = "0";

    /** Load and Redis. */
    public static final String LOAD_CORE = "1";

    /** While a server starts and its compilers work. */
    public static final String BOTH_CORES = "0,1";

    /** The kernel counts CPU time in hundredths of a second for everybody, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Duration START = Duration.ofMinutes(3);

    /** A service that writes its cache of classes at its end takes a while. */
    private static final long STOP_SECONDS = 300;

    private static final long LARGE_LOG = 64L * 1024 * 1024;

    private final Process process;
    private final String name;
    private final Path log;
    private final long started = System.nanoTime();

    private Pinned(Process process, String name, Path log) {
        this.process = process;
        this.name = name;
        this.log = log;
    }

    /** Its output goes to a file in the folder, except that a caller who speaks with it reads its standard output. */
    public static Pinned start(
            String name,
            Path folder,
            String cores,
            List<String> line,
            Map<String, String> environment,
            boolean spoken) {
        var command = new ArrayList<>(List.of("taskset", "-c", cores));
        command.addAll(line);
        var log = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile());
        if (!spoken) {
            // Appended to, so that it can be cut while the process writes it.
            builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        }
        builder.environment().putAll(environment);
        // The build's own options are not the server's.
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "MAVEN_OPTS"));
        try {
            return new Pinned(builder.start(), name, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the address answers 200. */
    public void awaitReady(String url) {
        await(name + ", see " + log)
                .atMost(START)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .failFast(name + " has ended, see " + log, () -> !process.isAlive())
                .until(() -> answers(url));
    }

    /** Since the process was started. */
    public double millis() {
        return (System.nanoTime() - started) / 1e6;
    }

    /** User and system time of all its threads. */
    public double cpuSeconds() {
        return cpuSeconds(read("stat"));
    }

    /** Of these the threads of the JVM that compile. */
    public double compilerSeconds() {
        try (var threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            return threads.map(thread -> thread.resolve("stat"))
                    // A thread may have ended since it was listed.
                    .map(Pinned::readIfThere)
                    .filter(stat -> stat.contains("(C1 Comp") || stat.contains("(C2 Comp"))
                    .mapToDouble(Pinned::cpuSeconds)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double cpuSeconds(String stat) {
        // The name in parentheses may contain anything.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    public double residentMiB() {
        var line = read("status").lines().filter(l -> l.startsWith("VmRSS:")).findFirst();
        return Long.parseLong(line.orElseThrow().replaceAll("\\D", "")) / 1024.0;
    }

    /** From now on all threads run on these cores; threads that they start do too. */
    public void move(String cores) {
        try {
            var taskset = new ProcessBuilder("taskset", "-acp", cores, Long.toString(process.pid()))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD);
            // Fails when a thread ends meanwhile, which is no harm: the threads before it have been moved, so once
            // more.
            await().atMost(Duration.ofSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .until(() -> taskset.start().waitFor() == 0);
        } catch (RuntimeException e) {
            throw new IllegalStateException(name + " cannot be moved", e);
        }
    }

    /** Empties its log once it is large: a burst writes an audit line for each request. */
    public void trimLog() {
        try (var file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            if (file.size() > LARGE_LOG) {
                file.truncate(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readIfThere(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }

    private static boolean answers(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setReadTimeout(5_000);
            var status = connection.getResponseCode();
            connection.disconnect();
            return status == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
