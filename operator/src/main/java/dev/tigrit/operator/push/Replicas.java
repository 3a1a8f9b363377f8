package dev.tigrit.operator.push;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.BundleStore.StoredBundle;
import dev.tigrit.operator.bundle.Incarnation;
import dev.tigrit.operator.health.OperatorMetrics;
import dev.tigrit.operator.watch.LeaderEvents;
import dev.tigrit.operator.watch.Signal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All replicas, and the bundle they should have. */
public final class Replicas implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    /**
     * What believable replicas say of bundles before the stored one.
     *
     * @param isAhead whether one of them serves a later revision than the stored one, or another bundle of the same revision
     * @param incarnation the latest that one of them reports
     * @param revision the highest that one of them reports, 0 for none
     * @param versions the highest that one of them reports, by key; only of keys that were asked for
     */
    public record Ahead(boolean isAhead, Incarnation incarnation, long revision, Map<String, Long> versions) {}

    final AdminClient client;
    final LeaderEvents events;
    final OperatorMetrics metrics;
    final Signal acknowledgements;
    private final Map<Endpoint, Replica> replicas = new ConcurrentHashMap<>();

    /** The bundle that each should serve, null before the first pass. */
    volatile @Nullable Bundle wanted;

    /** @param acknowledgements raised when what a replica is known to serve has changed */
    public Replicas(AdminClient client, LeaderEvents events, OperatorMetrics metrics, Signal acknowledgements) {
        this.client = client;
        this.events = events;
        this.metrics = metrics;
        this.acknowledgements = acknowledgements;
    }

    /** Replicas come and go; a new one is looked at, and seeded unless its mount has done that. */
    public void follow(Set<Endpoint> endpoints) {
        for (var gone : Set.copyOf(replicas.keySet())) {
            if (!endpoints.contains(gone)) {
                LOG.atInfo().addKeyValue("endpoint", gone).log("a replica was removed");
                Objects.requireNonNull(replicas.remove(gone)).close();
            }
        }
        for (var endpoint : endpoints) {
            replicas.computeIfAbsent(endpoint, added -> {
                LOG.atInfo().addKeyValue("endpoint", added).log("a replica was added");
                return new Replica(added, this);
            });
        }
    }

    /** Sends this bundle, which has been stored, to each of them. */
    public void push(Bundle bundle) {
        wanted = bundle;
        replicas.values().forEach(replica -> replica.signal.raise());
    }

    public void look() {
        replicas.values().forEach(replica -> replica.signal.raise());
    }

    /** Whether each of them has answered at least once, or cannot be believed. */
    public boolean isEachHeard() {
        return replicas.values().stream().allMatch(replica -> replica.report != null || replica.doubt != null);
    }

    /**
     * What they say that goes beyond this bundle. One that says what cannot be is left out.
     *
     * @param known keys that are stored or asked for; others are only remembered when the store is lost and most replicas agree
     */
    public Ahead ahead(StoredBundle before, Set<String> known, Instant now) {
        var stored = before.bundle();
        var reports = replicas.values().stream()
                .map(replica -> replica.believed(stored, now))
                .filter(Objects::nonNull)
                .toList();
        var versions = new HashMap<String, Long>();
        var times = new HashMap<String, Integer>();
        reports.forEach(report -> report.versions().forEach((key, version) -> {
            versions.merge(key, version, Math::max);
            times.merge(key, 1, Integer::sum);
        }));
        versions.keySet()
                .removeIf(key -> !known.contains(key)
                        && (before.complete() || times.getOrDefault(key, 0) * 2 <= reports.size()));
        return new Ahead(
                reports.stream().anyMatch(report -> report.isAheadOf(stored)),
                reports.stream()
                        .map(Report::incarnation)
                        .max(Comparator.naturalOrder())
                        .orElse(Incarnation.NONE),
                reports.stream()
                        // Revisions of an earlier incarnation do not count, unless nothing is stored.
                        .filter(report ->
                                stored.revision() == 0 || report.incarnation().compareTo(stored.incarnation()) >= 0)
                        .mapToLong(Report::revision)
                        .max()
                        .orElse(0),
                versions);
    }

    /** Those that are not believed, and why; a sentence for each. */
    public List<String> doubted() {
        return replicas.entrySet().stream()
                .filter(replica -> replica.getValue().doubt != null)
                .map(replica -> replica.getKey() + " is not believed: " + replica.getValue().doubt)
                .sorted()
                .toList();
    }

    public int count() {
        return replicas.size();
    }

    /** How many of them serve a bundle of this operator of at least this revision. */
    public int countAt(long revision) {
        return (int) replicas.values().stream()
                .map(replica -> replica.acknowledged)
                .filter(Objects::nonNull)
                .filter(bundle -> bundle.revision() >= revision)
                .count();
    }

    @Override
    public void close() {
        replicas.values().forEach(Replica::close);
    }
}
