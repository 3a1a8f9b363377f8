package dev.tigrit.sessions.session;

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
 * @param maxPerUser most sessions that one user may have
 * @param onLimit what a create does when the user has that many
 * @param maxRotateOverlap longest time that a rotation may leave the old token valid, in seconds without a unit
 * @param reuseDetection whether a session ends when one of its old tokens is rotated again, later than a race would explain
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

        @DefaultValue("100") int maxPerUser,

        @DefaultValue("evict-oldest") OnLimit onLimit,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
        Duration maxRotateOverlap,

        @DefaultValue("true") boolean reuseDetection,

        @DefaultValue Map<String, Set<String>> callers) {

    /** What a create does at the limit. */
    public enum OnLimit {
        /** The oldest session ends. */
        EVICT_OLDEST,
        /** The new one is refused with 409. */
        REJECT
    }

    private static final int MOST_PER_USER = 1000;
    private static final Duration MOST_OVERLAP = Duration.ofMinutes(10);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(3650);

    public SessionsProperties {
        requireBetween("max-ttl", maxTtl, LEAST, MOST);
        requireBetween("ttl", ttl, LEAST, maxTtl);
        requireBetween("idle-ttl", idleTtl, LEAST, maxTtl);
        requireBetween("extend-throttle", extendThrottle, Duration.ZERO, maxTtl);
        requireBetween("max-rotate-overlap", maxRotateOverlap, Duration.ZERO, MOST_OVERLAP);
        if (maxPerUser < 1 || maxPerUser > MOST_PER_USER) {
            throw new IllegalArgumentException("sessions.max-per-user has to be between 1 and " + MOST_PER_USER);
        }
        Callers.requireKnown("sessions.callers", callers, CallerOperation.class);
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("sessions." + name + " has to be between " + least.toSeconds() + " and "
                    + most.toSeconds() + " seconds");
        }
    }
}
