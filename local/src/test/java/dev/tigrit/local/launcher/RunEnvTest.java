package dev.tigrit.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEnvTest {

    private final RunEnv env = new RunEnv(
            "http://localhost:1",
            "http://localhost:2",
            "http://localhost:3",
            "http://localhost:4",
            "http://localhost:5",
            "http://localhost:6",
            "s=cret",
            "hook");

    @Test
    void isReadAsWritten(@TempDir Path directory) throws IOException {
        // Given
        var folder = new Folder(directory);

        // When
        env.write(folder);

        // Then
        assertThat(RunEnv.read(folder)).isEqualTo(env);
    }

    @Test
    void withoutARunningSystemTheMessageSaysHowToStartOne(@TempDir Path directory) {
        assertThatThrownBy(() -> RunEnv.read(new Folder(directory))).hasMessageContaining("make run");
    }

    @Test
    void secretIsNotPrinted() {
        assertThat(env.toString()).doesNotContain("s=cret", "hook");
    }
}
