package dev.tigrit.operator.trust;

import dev.tigrit.operator.trust.TrustMaps.Published;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
        return Stream.of(
                        Optional.of(current.certificate()),
                        Optional.ofNullable(next).map(Issued::certificate),
                        Optional.ofNullable(previous))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * One step of a roll-over at most: make the next CA, let it sign once everybody has heard of it, forget the previous one at its end.
     *
     * @param published what others can have heard of
     * @param publishAhead how long they may need to hear of the next one, from when it is published: it may have been made long before
     */
    Authorities advanced(String name, Instant now, Duration lifetime, Published published, Duration publishAhead) {
        if (!now.isBefore(current.end())) {
            // Nobody can be served by it any more, so there is nothing to wait for.
            return new Authorities(Issued.authority(name, now, lifetime), null, null);
        }
        if (next != null) {
            return published.isKnown(next.certificate(), now, publishAhead)
                    ? new Authorities(next, null, current.certificate())
                    : this;
        }
        if (current.isDue(now)) {
            return new Authorities(current, Issued.authority(name, now, lifetime), previous);
        }
        return previous != null && !now.isBefore(previous.getNotAfter().toInstant())
                ? new Authorities(current, null, null)
                : this;
    }
}
