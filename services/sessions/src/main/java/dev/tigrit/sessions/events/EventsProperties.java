package dev.tigrit.sessions.events;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The event streams.
 *
 * @param heartbeat pause between two comments on a stream, a duration such as {@code 15s}; 50 ms to 50 s, below the server's idle
 *     time-out
 */
@ConfigurationProperties("sessions.events")
record EventsProperties(@DefaultValue("15s") Duration heartbeat) {

    private static final Duration MIN = Duration.ofMillis(50);
    private static final Duration MAX = Duration.ofSeconds(50);

    EventsProperties {
        if (heartbeat.compareTo(MIN) < 0 || heartbeat.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("sessions.events.heartbeat has to be from 50ms to 50s");
        }
    }
}
