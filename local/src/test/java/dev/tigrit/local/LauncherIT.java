package dev.tigrit.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.fixture.LauncherProcess;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.Folder;
import dev.tigrit.local.launcher.PidFile;
import dev.tigrit.local.launcher.RunEnv;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The launcher as a process of its own, with nothing but signals and its folder to talk to it. */
class LauncherIT {

    /** Redis, PostgreSQL, three services, three callers. */
    private static final int CHILDREN = 8;

    private final Folder folder = TestSystem.folder("launcher");
    private int base;

    @BeforeEach
    void pickPorts() throws Exception {
        base = TestSystem.basePort();
    }

    @BeforeEach
    @AfterEach
    void clearFolder() throws Exception {
        new PidFile(folder.pids()).clearLeftovers();
    }

    @Test
    void takenPortIsReplacedAndASecondStartIsRefused() throws Exception {
        // Given
        try (var taken = new ServerSocket(base + 1);
                var first = LauncherProcess.start(folder, base).awaitReady()) {
            // When
            int exit;
            String said;
            try (var second = LauncherProcess.start(folder, base)) {
                exit = second.awaitExit();
                said = second.output();
            }

            // Then
            assertThat(first.output()).contains("auth listens on " + (base + 11) + " instead");
            assertThat(RunEnv.read(folder).authUrl()).endsWith(":" + (base + 11));
            assertThat(exit).isNotZero();
            assertThat(said).contains("already running");
            assertThat(running()).hasSize(CHILDREN);
            assertThat(taken.isClosed()).isFalse();
        }
    }

    @Test
    void sigtermLeavesNothing() throws Exception {
        // Given
        try (var launcher = LauncherProcess.start(folder, base).awaitReady()) {
            var children = running();

            // When
            launcher.terminate();
            launcher.awaitExit();

            // Then
            assertThat(children).hasSize(CHILDREN).noneMatch(ProcessHandle::isAlive);
            assertThat(launcher.output().strip()).endsWith("| stopped");
            assertThat(folder.runEnv()).doesNotExist();
            assertThat(folder.pids()).doesNotExist();
            assertThat(folder.tmp()).doesNotExist();
        }
    }

    @Test
    void deathOfAChildEndsAllWithAMessage() throws Exception {
        // Given
        try (var launcher = LauncherProcess.start(folder, base).awaitReady()) {
            var children = running();

            // When
            children.getFirst().destroyForcibly();
            var exit = launcher.awaitExit();

            // Then
            assertThat(exit).isEqualTo(1);
            assertThat(launcher.output()).contains("redis ended by itself");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void nextStartClearsWhatAKilledLauncherLeft() throws Exception {
        // Given
        var killed = LauncherProcess.start(folder, base).awaitReady();
        var leftovers = running();
        killed.kill();
        assertThat(leftovers).hasSize(CHILDREN).allMatch(ProcessHandle::isAlive);

        // When
        try (var next = LauncherProcess.start(folder, base).awaitReady()) {

            // Then
            assertThat(next.output()).contains("ended " + CHILDREN + " processes that an earlier run left behind");
            assertThat(running()).hasSize(CHILDREN).doesNotContainAnyElementsOf(leftovers);
            assertThat(leftovers)
                    .allSatisfy(
                            leftover -> assertThat(leftover.info().command()).isEmpty());
            // On the usual ports again: the leftovers were gone before ports were looked for.
            assertThat(RunEnv.read(folder).authUrl()).endsWith(":" + (base + 1));
        }
    }

    private List<ProcessHandle> running() throws IOException {
        return new PidFile(folder.pids()).running();
    }
}
