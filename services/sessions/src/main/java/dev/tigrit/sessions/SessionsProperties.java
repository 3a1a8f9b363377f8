package dev.tigrit.sessions;

import dev.tigrit.starter.caller.Callers;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How long sessions live and who may do what.
 *
 * @param ttl absolute lifetime of a session whose creator names none, in seconds without a unit
 * @param maxTtl longest absolute or idle lifetime that a creator may name, in seconds without a unit
 * @param idleTtl how long a session lives without an extension when its creator does not say, in seconds without a unit
 * @param extendThrottle at most one extension is written per this time, in seconds without a unit
 * @param callers operations ({@link CallerOperation}) by caller, {@code "[<namespace>/<serviceaccount>]"} or {@code internal}
 */
@ConfigurationProperties("sessions")
public record SessionsProperties(
        @DefaultValue("24h") @DurationUnit(ChronoUnit.SECONDS)
        Duration ttl,

        @DefaultValue("30d") @DurationUnit(ChronoUnit.SECONDS)
        Duration maxTtl,

        @DefaultValue("1h") @DurationUnit(ChronoUnit.SECONDS)
        Duration idleTtl,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
        Duration extendThrottle,

        @DefaultValue Map<String, Set<String>> callers) {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(3650);

    public SessionsProperties {
        requireBetween("max-ttl", maxTtl, LEAST, MOST);
        requireBetween("ttl", ttl, LEAST, maxTtl);
        requireBetween("idle-ttl", idleTtl, LEAST, maxTtl);
        requireBetween("extend-throttle", extendThrottle, Duration.ZERO, maxTtl);
        Callers.requireKnown("sessions.callers", callers, CallerOperation.class);
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("sessions." + name + " has to be between " + least.toSeconds() + " and "
                    + most.toSeconds() + " seconds");
        }
    }
}
