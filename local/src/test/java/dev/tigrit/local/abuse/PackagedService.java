package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.Child;
import dev.tigrit.local.launcher.Command;
import dev.tigrit.local.launcher.Jars;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Readiness;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One packaged service as its chart starts it, alone: its keys come from the environment, or a folder in Secrets. */
public final class PackagedService implements AutoCloseable {

    /** How far the number of open files may be from what it was. */
    private static final int SPARE_FILES = 20;

    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private final LocalSystem system;
    private final Service service;
    private final Child process;
    private final long openFiles;

    private PackagedService(LocalSystem system, Service service, UnaryOperator<List<String>> line)
            throws IOException, InterruptedException {
        this.system = system;
        this.service = service;
        this.process = system.start(command(line));
        new Readiness(TestSystem.START_TIMEOUT).await(service, process);
        this.openFiles = openFiles();
    }

    /** @param name {@link Service#AUTH}, {@link Service#SESSIONS} (with a Redis of its own) or {@link Service#SECRETS} */
    public static PackagedService start(String name) throws IOException, InterruptedException {
        return start(name, Map.of());
    }

    public static PackagedService start(String name, Map<String, String> environment)
            throws IOException, InterruptedException {
        return start(name, environment, UnaryOperator.identity());
    }

    /** Beside one that {@link #start(String)} has started. */
    static PackagedService startAnother(String name) throws IOException, InterruptedException {
        return start("abuse-another-" + name, name, Map.of(), UnaryOperator.identity());
    }

    /** @param line what becomes of the command line */
    static PackagedService start(String name, Map<String, String> environment, UnaryOperator<List<String>> line)
            throws IOException, InterruptedException {
        return start("abuse-" + name, name, environment, line);
    }

    private static PackagedService start(
            String folder, String name, Map<String, String> environment, UnaryOperator<List<String>> line)
            throws IOException, InterruptedException {
        var system = TestSystem.create(folder);
        if (name.equals(Service.SESSIONS)) {
            system.startRedis();
        }
        return new PackagedService(
                system, system.service(name).with(detached(name, system)).with(environment), line);
    }

    public LocalSystem system() {
        return system;
    }

    public int port() {
        return service.port();
    }

    public int managementPort() {
        return service.readiness().getPort();
    }

    public Child process() {
        return process;
    }

    /** It lives, is ready, has said nothing of memory, and has closed what the abuse had opened. */
    public void assertAsBefore() {
        assertThat(process.isAlive())
                .as(() -> String.join("\n", process.tail()))
                .isTrue();
        await().atMost(RECOVERY).untilAsserted(() -> {
            assertThat(Visitor.ask(managementPort(), "/readyz")).isEqualTo(200);
            assertThat(openFiles()).isLessThanOrEqualTo(openFiles + SPARE_FILES);
        });
        assertThat(process.tail()).noneMatch(line -> line.contains("OutOfMemory") || line.contains("LEAK:"));
    }

    /** Of its container, in bytes. */
    long memoryLimit() throws IOException {
        return new ChartJvm(service.name()).memoryLimit() * 1024L * 1024L;
    }

    /** The most memory that it had resident at a time, in bytes. */
    long mostResident() throws IOException {
        try (var status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            var line =
                    status.filter(one -> one.startsWith("VmHWM:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
    }

    @Override
    public void close() throws IOException {
        system.close();
    }

    private long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.count();
        }
    }

    private Command command(UnaryOperator<List<String>> changed) throws IOException {
        var launcher = service.command(new Jars(TestSystem.ROOT), system.folder());
        var jar = launcher.line().indexOf("-jar");
        var line = new ArrayList<>(launcher.line().subList(0, 1));
        line.addAll(new ChartJvm(service.name()).options());
        line.addAll(launcher.line().subList(jar - 1, launcher.line().size()));
        var environment = new HashMap<>(launcher.environment());
        environment.putAll(Map.of(
                "TIGRIT_LOG_FORMAT", "json",
                "TIGRIT_DOCS", "false",
                "MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "health,prometheus",
                "MANAGEMENT_ENDPOINTS_ACCESS_DEFAULT", "read-only"));
        return new Command(launcher.name(), changed.apply(List.copyOf(line)), environment, launcher.directory());
    }

    private static Map<String, String> detached(String name, LocalSystem system) throws IOException {
        var keys = system.keys();
        return switch (name) {
            case Service.AUTH ->
                Map.of("TELEGRAM_BOT_TOKEN", keys.telegramBotToken(), "JWT_SECRET", keys.get("JWT_SECRET"));
            case Service.SESSIONS -> Map.of("SESSION_SIGNING_KEY", keys.get("SESSION_SIGNING_KEY"));
            default -> Map.of();
        };
    }
}
