package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Entry.Claim;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a candidate, or what the owner of a Secret should know besides.
 *
 * @param key empty for what concerns an object as a whole
 * @param generation of the claimant that was decided on
 * @param message for its owner; never holds a value
 * @param version that is served for this claimant, 0 when none is
 * @param revision of the bundle that brought that version, its readers and its previous values
 * @param nextRotation null when none is due
 */
public record Verdict(
        String key,
        Claim claim,
        long generation,
        Reason reason,
        String message,
        long version,
        long revision,
        @Nullable Instant nextRotation) {}
