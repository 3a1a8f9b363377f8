package dev.tigrit.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    private final Path file;
    private final Process sleeper;

    PidFileTest(@TempDir Path directory) throws IOException {
        file = directory.resolve("pids");
        sleeper = new ProcessBuilder("sleep", "60").start();
    }

    @BeforeEach
    void sleeperRuns() {
        assertThat(sleeper.isAlive()).isTrue();
    }

    @AfterEach
    void endSleeper() {
        sleeper.destroyForcibly();
    }

    @Test
    void leftoverIsEnded() throws Exception {
        // Given
        new PidFile(file).add(sleeper.toHandle());

        // When
        var cleared = new PidFile(file).clearLeftovers();

        // Then
        assertThat(cleared).isEqualTo(1);
        assertThat(sleeper.onExit()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(file).doesNotExist();
    }

    @Test
    void strangerWithTheSameIdLivesOn() throws Exception {
        // Given a line about an earlier process of that id
        var earlier = Instant.now().minusSeconds(3600).toEpochMilli();
        Files.writeString(file, sleeper.pid() + " " + earlier + "\n");

        // When
        var cleared = new PidFile(file).clearLeftovers();

        // Then
        assertThat(cleared).isZero();
        assertThat(sleeper.isAlive()).isTrue();
    }

    @Test
    void halfWrittenLineIsIgnored() throws Exception {
        // Given
        Files.writeString(file, "123");

        // When
        var cleared = new PidFile(file).clearLeftovers();

        // Then
        assertThat(cleared).isZero();
    }
}
