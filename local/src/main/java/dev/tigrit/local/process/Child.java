package dev.tigrit.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running child process. */
public final class Child {

    private final String name;
    private final Process process;
    private final PrefixedOutput output;
    private final Thread reader;

    private Child(String name, Process process, PrefixedOutput output) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.reader =
                Thread.ofPlatform().daemon().name("output-" + name).start(() -> output.copy(process.getInputStream()));
    }

    public static Child start(Command command, Output terminal, PidFile pids) throws IOException {
        var process = command.start();
        pids.add(process.toHandle());
        return new Child(command.name(), process, new PrefixedOutput(command.name(), terminal));
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public CompletableFuture<Child> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    /** Only of a process that has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** The last lines that it wrote, oldest first. */
    public List<String> tail() {
        if (!isAlive()) {
            readToTheEnd();
        }
        return output.tail();
    }

    /** Asks it to end (SIGTERM) and does not wait. By its handle: {@link Process#destroy()} would drop its last output. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for its end and kills it when the time is over. */
    public void await(Duration grace) {
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        readToTheEnd();
    }

    /** Ends it as a crash would (SIGKILL) and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void readToTheEnd() {
        try {
            // Not for ever: a child of the child may hold the pipe open.
            reader.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
