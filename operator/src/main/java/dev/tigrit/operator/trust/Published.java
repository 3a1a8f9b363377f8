package dev.tigrit.operator.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CA certificates that the trust ConfigMap of the release held when it was last looked at.
 *
 * @param authorities in its order
 * @param since when the last one of them was added
 */
public record Published(List<X509Certificate> authorities, Instant since) {

    /** Whether others have had that long to hear of it: then it may sign. */
    boolean isKnown(X509Certificate authority, Instant now, Duration publishAhead) {
        return authorities.contains(authority) && !now.isBefore(since.plus(publishAhead));
    }

    /** Those that have not ended. */
    Stream<X509Certificate> valid(Instant now) {
        return authorities.stream()
                .filter(authority -> now.isBefore(authority.getNotAfter().toInstant()));
    }

    /** What it is once these are in it; {@link #since} becomes now if one of them is new. */
    public Published with(List<X509Certificate> all, Instant now) {
        return new Published(List.copyOf(new LinkedHashSet<>(all)), authorities.containsAll(all) ? since : now);
    }
}
