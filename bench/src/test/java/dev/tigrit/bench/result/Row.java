package dev.tigrit.bench.result;

import org.jspecify.annotations.Nullable;

/**
 * A line of the table.
 *
 * @param against what it is compared with
 * @param ours null where only the quotient was measured
 * @param quotient of the medians
 * @param least of the quotients of single rounds
 * @param most likewise
 * @param floor what is to be reached; 0: nothing is set
 * @param aim what is wanted
 */
public record Row(
        Measure measure,
        String call,
        String against,
        @Nullable Figure ours,
        @Nullable Figure theirs,
        double quotient,
        double least,
        double most,
        double floor,
        double aim) {}
