package dev.tigrit.starter.caller;

import java.time.Duration;
import java.time.Instant;

/**
 * A service that has proved who it is, {@code <namespace>/<serviceaccount>} or {@value CallerVerifier#INTERNAL}; the proof
 * holds until {@code expiresAt}.
 */
public record Caller(String name, Instant expiresAt) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** How long the proof holds from now on, at most a year: a timer cannot be set to the end of time. */
    public Duration timeLeft(Instant now) {
        var left = Duration.between(now, expiresAt);
        return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }
}
