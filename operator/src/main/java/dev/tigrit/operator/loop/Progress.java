package dev.tigrit.operator.loop;

import dev.tigrit.operator.desire.Decision.Desired;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.desire.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of the last pass, for metrics and probes.
 *
 * @param revision of the bundle that is stored, 0 before the first pass
 * @param claims how many there are, by what came of them
 * @param stored when the revision was stored, or first seen here; null before the first pass
 * @param failing when the first of the passes failed that have failed since the last good one; null when the last one was good
 */
public record Progress(
        long revision,
        int keys,
        Map<Reason, Long> claims,
        @Nullable Instant stored,
        @Nullable Instant failing) {

    static final Progress NONE = new Progress(0, 0, Map.of(), null, null);

    Progress failed(Instant now) {
        return new Progress(revision, keys, claims, stored, failing == null ? now : failing);
    }

    Progress passed(Desired desired, Instant now) {
        var bundle = desired.bundle();
        var counts = desired.verdicts().stream().collect(Collectors.groupingBy(Verdict::reason, Collectors.counting()));
        var since = stored != null && revision == bundle.revision() ? stored : now;
        return new Progress(bundle.revision(), bundle.entries().size(), counts, since, null);
    }
}
