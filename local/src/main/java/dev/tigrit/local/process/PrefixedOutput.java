package dev.tigrit.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Copies a process's output to the terminal line by line, and keeps the last lines to show when it fails. */
final class PrefixedOutput {

    private static final int TAIL = 30;

    private final String name;
    private final Output terminal;
    private final Deque<String> tail = new ArrayDeque<>();

    PrefixedOutput(String name, Output terminal) {
        this.name = name;
        this.terminal = terminal;
    }

    void copy(InputStream stream) {
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line);
                terminal.line(name, line);
            }
        } catch (IOException closedWithTheProcess) {
            terminal.line(name, "(output ended: " + closedWithTheProcess.getMessage() + ")");
        }
    }

    List<String> tail() {
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

    private void remember(String line) {
        synchronized (tail) {
            if (tail.size() == TAIL) {
                tail.removeFirst();
            }
            tail.addLast(line);
        }
    }
}
