package dev.tigrit.secrets.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModePropertiesTest {

    private static final Path FOLDER = Path.of("x");

    @Test
    void exactlyOneModeIsTaken() {
        assertThat(mode(FOLDER, null, null).requireDirectory()).isEqualTo(FOLDER);
        assertThat(mode(null, FOLDER, null).requireBundleDirectory()).isEqualTo(FOLDER);
        assertThatThrownBy(() -> mode(null, null, null))
                .hasMessageContainingAll("secrets.directory", "secrets.bundle.directory", "none is");
        assertThatThrownBy(() -> mode(FOLDER, FOLDER, null))
                .hasMessageContainingAll("secrets.directory", "secrets.bundle.directory", "both are");
    }

    @Test
    void folderOfTheOtherModeIsNamed() {
        assertThatThrownBy(() -> mode(null, FOLDER, null).requireDirectory())
                .hasMessageStartingWith("secrets.directory ");
        assertThatThrownBy(() -> mode(FOLDER, null, null).requireBundleDirectory())
                .hasMessageStartingWith("secrets.bundle.directory ");
    }

    @Test
    void internalCallerIsOnInDirectoryModeAndOffInBundleModeUnlessSaidOtherwise() {
        assertThat(mode(FOLDER, null, null).isInternalCallerOn()).isTrue();
        assertThat(mode(FOLDER, null, false).isInternalCallerOn()).isFalse();
        assertThat(mode(null, FOLDER, null).isInternalCallerOn()).isFalse();
        assertThat(mode(null, FOLDER, true).isInternalCallerOn()).isTrue();
    }

    @Test
    void pollIntervalOutsideItsLimitsIsNamed() {
        assertThatThrownBy(() -> new ModeProperties(FOLDER, null, Duration.ZERO, null))
                .hasMessageStartingWith("secrets.poll-interval ");
        assertThatThrownBy(() -> new ModeProperties(FOLDER, null, Duration.ofHours(2), null))
                .hasMessageStartingWith("secrets.poll-interval ");
    }

    private static ModeProperties mode(
            @Nullable Path directory, @Nullable Path bundle, @Nullable Boolean internalCaller) {
        return new ModeProperties(directory, new ModeProperties.Mounted(bundle), Duration.ofSeconds(1), internalCaller);
    }
}
