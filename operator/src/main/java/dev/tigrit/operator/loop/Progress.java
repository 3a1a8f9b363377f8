package dev.tigrit.operator.loop;

import dev.tigrit.operator.desire.Desired;
import dev.tigrit.operator.desire.Reason;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of the last pass, for metrics and probes. */
public final class Progress {

    /**
     * After one pass.
     *
     * @param stored when this revision was first seen
     */
    private record Last(long revision, int keys, Map<Reason, Long> reasons, Instant stored) {}

    private volatile @Nullable Last last;
    private volatile @Nullable Instant failing;

    /** A pass was not finished. Since when they are not is kept until one is. */
    void failed(Instant now) {
        failing = failing == null ? now : failing;
    }

    void passed(Desired desired, Instant now) {
        failing = null;
        var before = last;
        var bundle = desired.bundle();
        last = new Last(
                bundle.revision(),
                bundle.entries().size(),
                desired.verdicts().stream()
                        .collect(Collectors.groupingBy(verdict -> verdict.reason(), Collectors.counting())),
                before != null && before.revision == bundle.revision() ? before.stored : now);
    }

    /** Of the bundle that is stored, 0 before the first pass. */
    public long revision() {
        var now = last;
        return now == null ? 0 : now.revision;
    }

    public int keys() {
        var now = last;
        return now == null ? 0 : now.keys;
    }

    /** How many claims came to that. */
    public long count(Reason reason) {
        var now = last;
        return now == null ? 0 : now.reasons.getOrDefault(reason, 0L);
    }

    /** When the revision was stored, or first seen here; null before the first pass. */
    public @Nullable Instant stored() {
        var now = last;
        return now == null ? null : now.stored;
    }

    /** When the first pass failed of those that have failed in a row; null when the last one has not. */
    public @Nullable Instant failing() {
        return failing;
    }
}
