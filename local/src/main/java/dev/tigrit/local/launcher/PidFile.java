package dev.tigrit.local.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The children of a launcher, one line each: process id and start time. When the launcher is killed they live on; the next one
 * finds them here. The start time tells them from a stranger that got the same id later.
 */
public record PidFile(Path file) {

    /** The system reports start times from a boot time in whole seconds, which may be read differently the next time. */
    private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(2);

    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Ends what an earlier launcher left and forgets it. @return how many processes were still running */
    public int clearLeftovers() throws IOException, InterruptedException {
        var leftovers = running();
        leftovers.forEach(ProcessHandle::destroy);
        for (var deadline = Instant.now().plus(GRACE); !running().isEmpty(); TimeUnit.MILLISECONDS.sleep(50)) {
            if (Instant.now().isAfter(deadline)) {
                running().forEach(ProcessHandle::destroyForcibly);
            }
        }
        remove();
        return leftovers.size();
    }

    /** The recorded processes that are still the same and alive. */
    public List<ProcessHandle> running() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(PidFile::find)
                .flatMap(Optional::stream)
                .toList();
    }

    public void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    void add(ProcessHandle process) throws IOException {
        var started = process.info().startInstant().orElseGet(Instant::now);
        Files.writeString(
                file,
                process.pid() + " " + started.toEpochMilli() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static Optional<ProcessHandle> find(String line) {
        var space = line.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        var started = Instant.ofEpochMilli(Long.parseLong(line.substring(space + 1)));
        return ProcessHandle.of(Long.parseLong(line.substring(0, space)))
                // A process that has ended but was not yet collected by its parent still has a start time, but no
                // command.
                .filter(process -> process.info().command().isPresent())
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> Duration.between(start, started).abs().compareTo(START_TIME_TOLERANCE) < 0)
                        .isPresent());
    }
}
