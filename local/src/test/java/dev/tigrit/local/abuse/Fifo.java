package dev.tigrit.local.abuse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A pipe that takes the output of a process, and that nobody reads until a test says so. */
final class Fifo implements AutoCloseable {

    private final Path path;
    private final RandomAccessFile end;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private Fifo(Path path, RandomAccessFile end) {
        this.path = path;
        this.end = end;
    }

    static Fifo in(Path folder) throws IOException, InterruptedException {
        var path = folder.resolve("stdout");
        if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
            throw new IOException("mkfifo failed");
        }
        // Open for both, or opening would wait for the other side.
        return new Fifo(path, new RandomAccessFile(path.toFile(), "rw"));
    }

    /** The command, with its output in the pipe; the process id stays. */
    List<String> under(List<String> command) {
        var line = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" >\"$0\" 2>&1", path.toString()));
        line.addAll(command);
        return line;
    }

    /** From now on somebody reads. */
    void drain() {
        Thread.ofPlatform().daemon().name("fifo").start(this::read);
    }

    /** What was read. */
    Queue<String> lines() {
        return lines;
    }

    private void read() {
        var buffer = new byte[65_536];
        var line = new StringBuilder();
        try {
            for (var count = end.read(buffer); count > 0; count = end.read(buffer)) {
                for (var c : new String(buffer, 0, count, StandardCharsets.ISO_8859_1).toCharArray()) {
                    if (c == '\n') {
                        lines.add(line.toString());
                        line.setLength(0);
                    } else {
                        line.append(c);
                    }
                }
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
