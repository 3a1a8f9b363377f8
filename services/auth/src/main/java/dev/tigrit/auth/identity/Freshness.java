package dev.tigrit.auth.identity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How old a signed query string may be.
 *
 * @param maxAge from its {@code auth_date} on; at exactly this age it is still fresh
 * @param maxFuture how far the {@code auth_date} may be ahead of the clock
 */
public record Freshness(Duration maxAge, Duration maxFuture) {

    /** Why a string of that time is refused now, or null when it is fresh. */
    public @Nullable Reason refuse(Instant authDate, Instant now) {
        if (authDate.isAfter(now.plus(maxFuture))) {
            return Reason.FUTURE_AUTH_DATE;
        }
        return now.isAfter(authDate.plus(maxAge)) ? Reason.EXPIRED : null;
    }
}
