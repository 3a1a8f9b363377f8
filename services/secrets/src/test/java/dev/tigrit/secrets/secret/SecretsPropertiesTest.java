package dev.tigrit.secrets.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsPropertiesTest {

    private static final Path FOLDER = Path.of("x");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void exactlyOneModeIsTaken() {
        assertThat(mode(FOLDER, null).requireDirectory()).isEqualTo(FOLDER);
        assertThat(mode(FOLDER, null).isDirectoryMode()).isTrue();
        assertThat(mode(null, FOLDER).requireBundleDirectory()).isEqualTo(FOLDER);
        assertThat(mode(null, FOLDER).isDirectoryMode()).isFalse();
        assertThatThrownBy(() -> mode(null, null))
                .hasMessageContainingAll("secrets.directory", "secrets.bundle.directory", "none is");
        assertThatThrownBy(() -> mode(FOLDER, FOLDER))
                .hasMessageContainingAll("secrets.directory", "secrets.bundle.directory", "both are");
    }

    @Test
    void folderOfTheOtherModeIsNamed() {
        assertThatThrownBy(() -> mode(null, FOLDER).requireDirectory()).hasMessageStartingWith("secrets.directory ");
        assertThatThrownBy(() -> mode(FOLDER, null).requireBundleDirectory())
                .hasMessageStartingWith("secrets.bundle.directory ");
    }

    @Test
    void pollIntervalOutsideItsLimitsIsNamed() {
        assertThatThrownBy(() -> new SecretsProperties(FOLDER, null, Duration.ZERO, Map.of()))
                .hasMessageStartingWith("secrets.poll-interval ");
        assertThatThrownBy(() -> new SecretsProperties(FOLDER, null, Duration.ofHours(2), Map.of()))
                .hasMessageStartingWith("secrets.poll-interval ");
    }

    @Test
    void keyThatIsNotListedHasNoReaders() {
        var properties = readers(Map.of("A", Set.of("internal", "default/game"), "B", Set.of()));

        assertThat(properties.readers().getOrDefault("A", Set.of()))
                .containsExactlyInAnyOrder("internal", "default/game");
        assertThat(properties.readers().getOrDefault("B", Set.of())).isEmpty();
        assertThat(properties.readers().getOrDefault("C", Set.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-B", "", "A.B"})
    void keyThatCannotExistStopsStartUpAndIsNamed(String key) {
        assertThatThrownBy(() -> readers(Map.of(key, Set.of()))).hasMessageStartingWith("secrets.readers." + key + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Internal", "game", "a/b/c", "/b", "a/", "*"})
    void callerThatCannotExistStopsStartUpAndTheKeyIsNamed(String caller) {
        assertThatThrownBy(() -> readers(Map.of("A", Set.of(caller)))).hasMessageStartingWith("secrets.readers.A:");
    }

    private static SecretsProperties mode(@Nullable Path directory, @Nullable Path bundle) {
        return new SecretsProperties(directory, new SecretsProperties.Mounted(bundle), SECOND, Map.of());
    }

    private static SecretsProperties readers(Map<String, Set<String>> readers) {
        return new SecretsProperties(FOLDER, null, SECOND, readers);
    }
}
