package dev.tigrit.operator.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CA, with the one before and the one after it while it is being replaced.
 *
 * @param next trusted already, signs nothing yet
 * @param previous trusted still, signs nothing any more
 */
record Authorities(
        Issued current, @Nullable Issued next, @Nullable X509Certificate previous) {

    /** What others have to trust. */
    List<X509Certificate> trusted() {
        var trusted = new ArrayList<X509Certificate>();
        trusted.add(current.certificate());
        if (next != null) {
            trusted.add(next.certificate());
        }
        if (previous != null) {
            trusted.add(previous);
        }
        return List.copyOf(trusted);
    }

    /**
     * One step of a roll-over at most: make the next CA, let it sign once everybody has heard of it, forget the previous one at its end.
     *
     * @param publishAhead how long others may need to hear of the next one
     */
    Authorities advanced(Issuing issuing, String name, Instant now, Duration lifetime, Duration publishAhead) {
        if (!now.isBefore(current.end())) {
            // Nobody can be served by it any more, so there is nothing to wait for.
            return new Authorities(issuing.authority(name, now, lifetime), null, null);
        }
        if (next == null) {
            return current.isDue(now)
                    ? new Authorities(current, issuing.authority(name, now, lifetime), previous)
                    : withoutEndedPrevious(now);
        }
        var published = next.begin().plus(Issuing.BACKDATED);
        return now.isBefore(published.plus(publishAhead)) ? this : new Authorities(next, null, current.certificate());
    }

    private Authorities withoutEndedPrevious(Instant now) {
        return previous != null && !now.isBefore(previous.getNotAfter().toInstant())
                ? new Authorities(current, next, null)
                : this;
    }
}
