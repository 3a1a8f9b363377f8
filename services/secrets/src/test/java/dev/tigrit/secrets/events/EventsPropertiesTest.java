package dev.tigrit.secrets.events;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsPropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1S", "PT60S"})
    void heartbeatOutsideItsLimitsIsNamed(String heartbeat) {
        assertThatThrownBy(() -> new EventsProperties(Duration.parse(heartbeat)))
                .hasMessageStartingWith("secrets.events.heartbeat ");
    }
}
