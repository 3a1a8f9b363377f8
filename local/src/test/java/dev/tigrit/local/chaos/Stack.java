package dev.tigrit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.Child;
import dev.tigrit.local.launcher.Command;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.embedded.core.ExecutableProvider;

/** The system of {@code make run}, with what can be broken: names of a name server, disks that can be full, a clock that can be set. */
final class Stack implements AutoCloseable {

    static final String STORE = "redis";
    static final String DATABASE = "postgres";

    private static final String LOAD_REACHES = "127.0.0.1";
    private static final String PARTS_REACH = "127.0.0.2";

    /** The load calls these directly too. */
    private static final Set<String> REACHED_APART = Set.of(Service.AUTH, Service.SESSIONS, Service.SECRETS);

    private static final Pattern URL = Pattern.compile("://localhost:(\\d+)");

    private final LocalSystem system;
    private final NameServer names;
    private final Optional<Path> fakeTime;

    private Stack(LocalSystem system, NameServer names, Optional<Path> fakeTime) {
        this.system = system;
        this.names = names;
        this.fakeTime = fakeTime;
    }

    static Stack start() throws IOException, InterruptedException {
        Host.requireNamespaces();
        var folder = TestSystem.folder("chaos");
        Host.mount(folder.postgres(), "256m");
        Host.mount(folder.path().resolve(STORE), "32m");
        var names = new NameServer(REACHED_APART);
        Host.useNameServer(folder.path());
        var stack = new Stack(TestSystem.create("chaos"), names, fakeTime());
        stack.start(STORE);
        stack.start(DATABASE);
        for (var service : stack.system.services()) {
            stack.start(service.name());
        }
        stack.system.awaitReady(TestSystem.START_TIMEOUT);
        return stack;
    }

    LocalSystem system() {
        return system;
    }

    NameServer names() {
        return names;
    }

    boolean canSetClock() {
        return fakeTime.isPresent();
    }

    Child part(String name) {
        return system.child(name);
    }

    /** With the settings of `make run`, except for what this class is for. */
    void start(String name) throws IOException, InterruptedException {
        switch (name) {
            case STORE -> {
                Files.writeString(clockOfStore(), "+0");
                system.start(store());
            }
            case DATABASE -> system.startPostgres();
            default -> system.start(named(system.service(name)));
        }
    }

    void startIfDead(String name) throws IOException, InterruptedException {
        if (!part(name).isAlive()) {
            start(name);
        }
    }

    /** The other parts no longer reach this one; the load does, if it calls it. */
    void cut(String name) throws IOException, InterruptedException {
        Host.cut(
                REACHED_APART.contains(name) ? PARTS_REACH : LOAD_REACHES,
                system.ports().of(name));
    }

    void resetAll() throws IOException, InterruptedException {
        Host.reset(system.ports().byName().values().stream().sorted().toList());
    }

    /** Against those of all others; the programs of a JVM hardly run with a clock that can be set. */
    void setClockOfStore(long seconds) throws IOException {
        Files.writeString(clockOfStore(), "%+d".formatted(seconds));
        if (fakeTime.isPresent()) {
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() ->
                            assertThat(timeOfStore()).isCloseTo(Instant.now().getEpochSecond() + seconds, within(2L)));
        }
    }

    private long timeOfStore() throws IOException {
        return Sample.ask(system.ports().of(STORE), "TIME")
                .lines()
                .skip(2)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    Path diskOf(String name) {
        return name.equals(STORE)
                ? system.folder().path().resolve(STORE)
                : system.folder().postgres();
    }

    @Override
    public void close() throws IOException {
        system.close();
        names.close();
    }

    private Path clockOfStore() {
        return system.folder().path().resolve("clock");
    }

    /** As the charts and {@code k8s/dev} start it: on disk, synced once a second. */
    private Command store() throws IOException {
        var named = System.getenv("REDIS_SERVER_BIN");
        var program = named != null
                ? named
                : ExecutableProvider.newJarResourceProvider(
                                system.folder().tmp().toFile())
                        .get()
                        .getAbsolutePath();
        return new Command(
                STORE,
                List.of(
                        program,
                        "--port",
                        Integer.toString(system.ports().of(STORE)),
                        "--bind",
                        LOAD_REACHES,
                        "--dir",
                        diskOf(STORE).toAbsolutePath().toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes"),
                clock(),
                system.folder().tmp());
    }

    private Service named(Service service) {
        var environment = new HashMap<String, String>();
        service.environment().forEach((key, value) -> environment.put(key, withNames(value)));
        if (environment.containsKey("DATABASE_PORT")) {
            environment.put("DATABASE_HOST", DATABASE + ".test");
        }
        if (REACHED_APART.contains(service.name())) {
            environment.put("SERVER_ADDRESS", "0.0.0.0");
        }
        return service.with(environment);
    }

    private String withNames(String value) {
        var byPort = system.ports().byName().entrySet().stream()
                .collect(Collectors.toMap(port -> port.getValue().toString(), Map.Entry::getKey));
        return URL.matcher(value)
                .replaceAll(url -> "://" + byPort.getOrDefault(url.group(1), "localhost") + ".test:" + url.group(1));
    }

    /** The wall clock alone: a monotonic clock never jumps. */
    private Map<String, String> clock() {
        return fakeTime.map(library -> Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        clockOfStore().toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1"))
                .orElse(Map.of());
    }

    /** Named by FAKETIME_LIB, or where Debian's package puts it. */
    private static Optional<Path> fakeTime() {
        var named = System.getenv("FAKETIME_LIB");
        return Optional.of(Path.of(named != null ? named : "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"))
                .filter(Files::exists);
    }
}
