package dev.tigrit.secrets.directory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DirectoryPropertiesTest {

    @Test
    void missingDirectoryIsNamed() {
        assertThatThrownBy(() -> new DirectoryProperties(null, Duration.ofSeconds(1)))
                .hasMessageStartingWith("secrets.directory ");
    }

    @Test
    void pollIntervalOutsideItsLimitsIsNamed() {
        assertThatThrownBy(() -> new DirectoryProperties(Path.of("x"), Duration.ZERO))
                .hasMessageStartingWith("secrets.poll-interval ");
        assertThatThrownBy(() -> new DirectoryProperties(Path.of("x"), Duration.ofHours(2)))
                .hasMessageStartingWith("secrets.poll-interval ");
    }
}
