package dev.tigrit.operator.desire;

import dev.tigrit.operator.api.v1alpha1.Encoding;
import dev.tigrit.operator.bundle.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that asks for a key of the bundle.
 *
 * @param created when the object was: the earlier one gets a key that nobody has
 * @param generated whether the operator makes the values
 * @param interval of scheduled rotation, null for never
 * @param overlap how long a value is accepted after the first use of the next one, zero for not at all
 * @param publishAhead how long the next value is known before its first use
 * @param revokeBefore versions below are not served as previous
 * @param readers sorted; null when it cannot be said who they are, and those before stay
 */
public record Candidate(
        String key,
        Claim claim,
        Instant created,
        Source source,
        boolean generated,
        Encoding encoding,
        @Nullable Duration interval,
        Duration overlap,
        Duration publishAhead,
        long revokeBefore,
        @Nullable List<String> readers) {

    static final Comparator<Candidate> EARLIEST_FIRST = Comparator.comparing(Candidate::created)
            .thenComparing(candidate -> candidate.claim().namespace())
            .thenComparing(candidate -> candidate.claim().name())
            .thenComparing(candidate -> candidate.claim().kind());

    boolean canBeServed() {
        return !(source instanceof Source.Problem);
    }

    List<String> readersOr(List<String> before) {
        return readers == null ? before : readers;
    }
}
