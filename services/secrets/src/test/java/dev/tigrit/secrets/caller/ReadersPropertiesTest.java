package dev.tigrit.secrets.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersPropertiesTest {

    @Test
    void keyThatIsNotListedHasNoReaders() {
        var readers = new ReadersProperties(Map.of("A", Set.of("internal", "default/game"), "B", Set.of()));

        assertThat(readers.of("A")).containsExactlyInAnyOrder("internal", "default/game");
        assertThat(readers.of("B")).isEmpty();
        assertThat(readers.of("C")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-B", "", "A.B"})
    void keyThatCannotExistStopsStartUpAndIsNamed(String key) {
        assertThatThrownBy(() -> new ReadersProperties(Map.of(key, Set.of())))
                .hasMessageStartingWith("secrets.readers." + key + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Internal", "game", "a/b/c", "/b", "a/", "*"})
    void callerThatCannotExistStopsStartUpAndTheKeyIsNamed(String caller) {
        assertThatThrownBy(() -> new ReadersProperties(Map.of("A", Set.of(caller))))
                .hasMessageStartingWith("secrets.readers.A:");
    }
}
