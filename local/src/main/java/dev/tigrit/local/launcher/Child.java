package dev.tigrit.local.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running child process. Its output goes to the terminal line by line, and the last lines are kept to show when it fails. */
public final class Child {

    private static final int TAIL = 30;

    private final String name;
    private final Process process;
    private final Output terminal;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Thread reader;

    private Child(String name, Process process, Output terminal) {
        this.name = name;
        this.process = process;
        this.terminal = terminal;
        this.reader = Thread.ofPlatform().daemon().name("output-" + name).start(this::copyOutput);
    }

    public static Child start(Command command, Output terminal, PidFile pids) throws IOException {
        var process = command.start();
        pids.add(process.toHandle());
        return new Child(command.name(), process, terminal);
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
        synchronized (tail) {
            return List.copyOf(tail);
        }
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

    private void copyOutput() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (tail) {
                    if (tail.size() == TAIL) {
                        tail.removeFirst();
                    }
                    tail.addLast(line);
                }
                terminal.line(name, line);
            }
        } catch (IOException closedWithTheProcess) {
            terminal.line(name, "(output ended: " + closedWithTheProcess.getMessage() + ")");
        }
    }

    private void readToTheEnd() {
        try {
            // With a limit: a child of the child may hold the pipe open.
            reader.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
