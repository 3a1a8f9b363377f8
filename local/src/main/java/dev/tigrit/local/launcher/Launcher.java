package dev.tigrit.local.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Runs the system in the foreground until it is told to stop or a part of it ends.
 *
 * @param root folder of the root POM
 * @param folder where keys, process ids and addresses are kept
 * @param basePort see {@link Ports#DEFAULT_BASE}
 * @param botMode {@code webhook} or {@code polling}
 */
public record Launcher(Jars root, Folder folder, int basePort, String botMode) {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    /** @return the exit code; a stop by signal does not return */
    public int run(Output output) throws IOException, InterruptedException {
        try (var lock = folder.tryLock()) {
            if (lock == null) {
                output.say("already running from " + folder.path() + "; its addresses are in run.env there."
                        + " Stop it with Ctrl-C in its terminal first.");
                return 1;
            }
            return runAlone(output);
        }
    }

    private int runAlone(Output output) throws IOException, InterruptedException {
        var leftovers = new PidFile(folder.pids()).clearLeftovers();
        if (leftovers > 0) {
            output.say("ended " + leftovers + " processes that an earlier run left behind");
        }
        RunEnv.remove(folder);
        var ports = Ports.pick(basePort);
        ports.notices().forEach(output::say);
        var system = LocalSystem.in(folder, root, ports, botMode, output);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system, output), "stop"));
        output.say("starting Redis, PostgreSQL, Secrets, Auth, Sessions and their callers");
        system.start().awaitReady(START_TIMEOUT);
        system.env().write(folder);
        printAddresses(system.services(), ports, output);
        return watch(system, output);
    }

    /** What a person wants to open once everything is ready. */
    private static void printAddresses(List<Service> services, Ports ports, Output output) {
        output.say("");
        for (var service : services) {
            output.say("%-12s %s   docs %s/docs/index.html   health %s/health"
                    .formatted(service.name(), service.url(), service.management(), service.url()));
        }
        for (var store : List.of(RedisServer.NAME, PostgresServer.NAME)) {
            output.say("%-12s localhost:%d".formatted(store, ports.of(store)));
        }
        output.say("");
        output.say("try: %s/ in a browser, and sign in as whoever you like"
                .formatted(Service.url(ports.of(Service.GAME))));
        output.say("     `make demo` in another terminal: somebody signs in and out, step by step");
        output.say("     %s/docs/index.html: each call of Auth"
                .formatted(Service.url(ports.of(Service.AUTH) + Ports.MANAGEMENT)));
        output.say("ready: Ctrl-C here stops everything");
    }

    private static int watch(LocalSystem system, Output output) throws InterruptedException {
        var ended = system.firstEnd().join();
        if (system.isStopping()) {
            // The signal that stops us ends the process; until then there is nothing left to do here.
            Thread.currentThread().join();
        }
        output.say(ended.name() + " ended by itself with exit code " + ended.exitCode() + "; stopping the rest");
        return 1;
    }

    private void stop(LocalSystem system, Output output) {
        output.say("stopping");
        try {
            RunEnv.remove(folder);
            system.close();
            output.say("stopped");
        } catch (IOException e) {
            output.say("could not clean up: " + e.getMessage());
        }
    }
}
