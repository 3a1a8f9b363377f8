package dev.tigrit.starter.caller;

import java.time.Duration;
import java.time.Instant;

/**
 * A service that has proved who it is.
 *
 * @param name {@code <namespace>/<serviceaccount>}, or {@value CallerVerifier#INTERNAL}
 * @param expiresAt the proof holds until then; {@link Instant#MAX} when it has no end of its own
 */
public record Caller(String name, Instant expiresAt) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** How long the proof holds from now on, at most a year: a timer cannot be set to the end of time. */
    public Duration timeLeft(Instant now) {
        var left = Duration.between(now, expiresAt);
        return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }
}
