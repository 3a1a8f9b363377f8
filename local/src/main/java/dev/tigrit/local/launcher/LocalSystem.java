package dev.tigrit.local.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Redis, PostgreSQL, the three services and their three callers, started together. Whoever starts it holds the folder's lock, or has a folder of its own. */
public final class LocalSystem implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Set<String> STORES = Set.of(RedisServer.NAME, PostgresServer.NAME);

    private final Jars jars;
    private final Folder folder;
    private final Ports ports;
    private final Keys keys;
    private final Wiring wiring;
    private final Output output;
    private final PidFile pids;

    /** In the order of their start; the stores first. Guarded by this. */
    private final Map<String, Child> children = new LinkedHashMap<>();

    private boolean stopping;

    private LocalSystem(Jars jars, Folder folder, Ports ports, Keys keys, String botMode, Output output) {
        this.jars = jars;
        this.folder = folder;
        this.ports = ports;
        this.keys = keys;
        this.wiring = new Wiring(ports, folder, keys, botMode);
        this.output = output;
        this.pids = new PidFile(folder.pids());
    }

    /** A system with a prepared folder; nothing runs yet. */
    public static LocalSystem in(Folder folder, Jars jars, Ports ports, Output output) throws IOException {
        return in(folder, jars, ports, Wiring.WEBHOOK, output);
    }

    static LocalSystem in(Folder folder, Jars jars, Ports ports, String botMode, Output output) throws IOException {
        folder.prepare();
        return new LocalSystem(jars, folder, ports, Keys.ensure(folder), botMode, output);
    }

    /** Starts everything at once; the services wait for each other by themselves. */
    public LocalSystem start() throws IOException, InterruptedException {
        startRedis();
        startPostgres();
        for (var service : services()) {
            start(service);
        }
        return this;
    }

    public LocalSystem startRedis() throws IOException {
        start(RedisServer.command(ports.of(RedisServer.NAME), folder.tmp()));
        return this;
    }

    public LocalSystem startPostgres() throws IOException, InterruptedException {
        start(PostgresServer.command(ports.of(PostgresServer.NAME), folder, keys.databasePassword()));
        return this;
    }

    public Child start(Service service) throws IOException {
        return start(service.command(jars, folder));
    }

    /** @throws IOException names who did not come up, with the end of its output */
    public LocalSystem awaitReady(Duration timeout) throws IOException, InterruptedException {
        var readiness = new Readiness(timeout);
        for (var service : services()) {
            readiness.await(service, child(service.name()));
        }
        return this;
    }

    public List<Service> services() throws IOException {
        return wiring.services();
    }

    public Service service(String name) throws IOException {
        return services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public RunEnv env() throws IOException {
        return new RunEnv(
                service(Service.AUTH).url(),
                service(Service.SESSIONS).url(),
                service(Service.SECRETS).url(),
                service(Service.GAME).url(),
                service(Service.BOT).url(),
                service(Service.API).url(),
                keys.internalSecret(),
                keys.webhookSecret());
    }

    public Keys keys() {
        return keys;
    }

    public Folder folder() {
        return folder;
    }

    public Ports ports() {
        return ports;
    }

    public Child redis() {
        return child(RedisServer.NAME);
    }

    public synchronized Child child(String name) {
        var child = children.get(name);
        if (child == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return child;
    }

    /** Completes with the first child that ends, stopped or by itself. */
    CompletableFuture<Child> firstEnd() {
        return CompletableFuture.anyOf(all().stream().map(Child::onExit).toArray(CompletableFuture<?>[]::new))
                .thenApply(Child.class::cast);
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** The stores last, so that nobody reports a lost one while it ends in order. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            stopping = true;
        }
        var services =
                all().stream().filter(child -> !STORES.contains(child.name())).toList();
        stop(services);
        stop(all());
        pids.remove();
        folder.clearTmp();
    }

    private static void stop(List<Child> group) {
        group.forEach(Child::terminate);
        var deadline = System.nanoTime() + GRACE.toNanos();
        for (var child : group) {
            child.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    private synchronized List<Child> all() {
        return new ArrayList<>(children.values());
    }

    /** Starts it with another command line than its own. */
    public synchronized Child start(Command command) throws IOException {
        if (stopping) {
            throw new IOException("stopped while it was starting");
        }
        var child = Child.start(command, output, pids);
        children.put(command.name(), child);
        return child;
    }
}
