package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.Incarnation;
import dev.tigrit.operator.config.OperatorConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that the decision depends on.
 *
 * @param stored the bundle as it is
 * @param whole whether it is known to be all that was served; if not, it is written again whatever it holds
 * @param incarnation of the next bundle; another one than that of the stored bundle when that is to be replaced whatever it holds
 * @param candidates in any order
 * @param config which namespaces are watched, and how much each may have; what was claimed elsewhere is kept until somebody else
 *     claims it
 * @param observed watched namespaces whose objects are all known just now; what was claimed in another one cannot be said to be gone
 * @param served highest revision that a replica reports, 0 for none
 * @param floors versions that replicas report, by key; they count when the replicas are ahead of what is stored
 * @param notGenerated why the Secret of a claimant could not be written in the last pass
 */
public record DecisionInput(
        Bundle stored,
        boolean whole,
        Incarnation incarnation,
        List<Candidate> candidates,
        OperatorConfig config,
        Set<String> observed,
        long served,
        Map<String, Long> floors,
        Map<Claim, String> notGenerated,
        Instant now) {

    boolean isBehind() {
        return !whole || served > stored.revision();
    }

    /** @throws IllegalStateException when the Secrets service would not take it */
    long nextRevision() {
        var next = Math.max(stored.revision(), served) + 1;
        if (next > Bundle.MAX_NUMBER) {
            throw new IllegalStateException("no revision is left after the stored one");
        }
        return next;
    }

    /** The version that any new value of the key has to exceed. */
    long floor(String key) {
        var retired = stored.entries().containsKey(key) ? 0 : stored.lastVersion(key);
        return isBehind() ? Math.max(retired, floors.getOrDefault(key, 0L)) : retired;
    }
}
