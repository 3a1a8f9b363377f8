package dev.tigrit.sessions.session;

import dev.tigrit.starter.caller.Callers;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How long sessions live, who may do what, and how the service is reached. Durations without a unit are seconds.
 *
 * @param ttl absolute lifetime of a session whose creator names none; 1 s to maxTtl
 * @param maxTtl longest absolute or idle lifetime that a creator may name; 1 s to 3650 days
 * @param idleTtl lifetime without an extension of a session whose creator names none; 1 s to maxTtl
 * @param extendThrottle at most one extension is written per this time, or per half of the idle time if that is less
 * @param maxPerUser most sessions that one user may have, 1 to 1000; decided with each create, without a race
 * @param onLimit what a create does when the user has that many: the oldest session ends, or the new one is refused with 409
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
        @DefaultValue Map<String, Set<String>> callers,
        @DefaultValue Events events,
        @DefaultValue ForwardAuth forwardAuth) {

    public enum OnLimit {
        EVICT_OLDEST,
        REJECT
    }

    /** @param heartbeat pause between two comments on an event stream, 50 ms to 50 s */
    public record Events(@DefaultValue("15s") Duration heartbeat) {

        public Events {
            if (heartbeat.compareTo(Duration.ofMillis(50)) < 0 || heartbeat.compareTo(Duration.ofSeconds(50)) > 0) {
                throw new IllegalArgumentException("sessions.events.heartbeat has to be from 50ms to 50s");
            }
        }
    }

    /** @param cookie name of the cookie that may hold the token instead of {@code Authorization}; empty: no cookie is read */
    public record ForwardAuth(
            @DefaultValue("__Host-session") String cookie) {

        /** RFC 6265 section 4.1.1. */
        private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]*");

        public ForwardAuth {
            if (!NAME.matcher(cookie).matches()) {
                throw new IllegalArgumentException("sessions.forward-auth.cookie is not the name of a cookie");
            }
        }
    }

    private static final int MOST_PER_USER = 1000;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(3650);

    public SessionsProperties {
        requireBetween("max-ttl", maxTtl, LEAST, MOST);
        requireBetween("ttl", ttl, LEAST, maxTtl);
        requireBetween("idle-ttl", idleTtl, LEAST, maxTtl);
        requireBetween("extend-throttle", extendThrottle, Duration.ZERO, maxTtl);
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

    /** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
    public enum CallerOperation {
        CREATE,
        LIST,
        /** End sessions by id or user. */
        REVOKE,
        INTROSPECT,
        VERIFY_BATCH,
        EVENTS
    }
}
