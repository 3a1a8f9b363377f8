package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Claim;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a candidate.
 *
 * @param message for its owner; never holds a value
 * @param version that is served for this claimant, 0 when none is
 * @param revision of the bundle that brought that version, its readers and its previous values
 * @param nextRotation null when none is due
 */
public record Verdict(
        String key,
        Claim claim,
        Reason reason,
        String message,
        long version,
        long revision,
        @Nullable Instant nextRotation) {}
