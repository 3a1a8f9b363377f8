package dev.tigrit.operator.desire;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that asks for a key of the bundle.
 *
 * @param generation of the object that this was read from; 0 for a Secret, which has none
 * @param created when the object was: the earlier one gets a key that nobody has
 * @param sourceName the Secret that holds the value, in the claimant's namespace; empty for a document that names none
 * @param generated whether the operator generates the values; false when the Secret in that place was created by somebody else
 * @param ownerDue whether the generated Secret has yet to be given to its claimant, or taken from it, as the deletion policy says
 * @param interval of scheduled rotation, null for never
 * @param overlap how long a value is accepted after the first use of the next one, zero for not at all
 * @param publishAhead how long the next value is known before its first use
 * @param revokeBefore versions below are not served as previous
 * @param readers sorted; null when it cannot be said who they are, and those before stay
 */
public record Candidate(
        String key,
        Claim claim,
        long generation,
        Instant created,
        Source source,
        String sourceName,
        boolean generated,
        boolean ownerDue,
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

    List<String> readersOr(List<String> before) {
        return readers == null ? before : readers;
    }

    /**
     * Readers of a value that stays because there is no good source for it. Whoever writes a ManagedSecret need not be allowed to read
     * the Secret: while its owner does not agree, nobody is added, unless the value is the operator's own.
     */
    List<String> readersOfKept(Entry entry) {
        var isTheirs =
                claim.kind().equals(Claim.SECRET) || (source instanceof Source.NotGenerated && entry.generated());
        return readers == null || isTheirs
                ? readersOr(entry.readers())
                : readers.stream().filter(entry.readers()::contains).toList();
    }

    /** What was found where a candidate's value should be. */
    public sealed interface Source {

        record Value(SecretValue value) implements Source {}

        /** There is no Secret yet for a generated value. */
        record NotGenerated() implements Source {}

        /** No value that could be served. The message is for the owner, and never holds a value. */
        record Problem(Reason reason, String message) implements Source {}
    }
}
