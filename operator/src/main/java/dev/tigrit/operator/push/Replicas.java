package dev.tigrit.operator.push;

import dev.tigrit.operator.OperatorConfig.Admin;
import dev.tigrit.operator.bundle.Bundle;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All replicas, and the bundle they should have. */
public final class Replicas implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    private final AdminClient client;
    private final Admin config;
    private final PushEvents events;
    private final Map<Endpoint, Replica> replicas = new ConcurrentHashMap<>();
    private volatile @Nullable Bundle wanted;

    public Replicas(AdminClient client, Admin config, PushEvents events) {
        this.client = client;
        this.config = config;
        this.events = events;
    }

    /** Replicas come and go; a new one is looked at, and seeded unless its mount has done that. */
    public void follow(Set<Endpoint> endpoints) {
        for (var gone : Set.copyOf(replicas.keySet())) {
            if (!endpoints.contains(gone)) {
                LOG.atInfo().addKeyValue("endpoint", gone).log("a replica is gone");
                Objects.requireNonNull(replicas.remove(gone)).close();
            }
        }
        for (var endpoint : endpoints) {
            replicas.computeIfAbsent(endpoint, added -> {
                LOG.atInfo().addKeyValue("endpoint", added).log("a replica is new");
                return new Replica(added, client, config, () -> wanted, events);
            });
        }
    }

    /** From now on they should have this one; it has been stored. */
    public void push(Bundle bundle) {
        wanted = bundle;
        replicas.values().forEach(Replica::wake);
    }

    /** Lets each replica be looked at soon. */
    public void look() {
        replicas.values().forEach(Replica::wake);
    }

    /** Whether each of them has answered at least once. */
    public boolean isEachHeard() {
        return replicas.values().stream().allMatch(replica -> replica.report() != null);
    }

    /** Whether one of them serves something newer than this bundle, or something else under its revision. */
    public boolean isAheadOf(Bundle bundle) {
        return reports()
                .anyMatch(report -> report.revision() > bundle.revision()
                        || (report.revision() == bundle.revision()
                                && bundle.revision() > 0
                                && !bundle.digest().equals(report.digest())));
    }

    /** The highest revision that one of them reports, 0 for none. */
    public long highestRevision() {
        return reports().mapToLong(Report::revision).max().orElse(0);
    }

    /** The highest version that one of them reports, by key. */
    public Map<String, Long> highestVersions() {
        var highest = new HashMap<String, Long>();
        reports()
                .forEach(report -> report.versions().forEach((key, version) -> highest.merge(key, version, Math::max)));
        return highest;
    }

    private Stream<Report> reports() {
        return replicas.values().stream().map(Replica::report).filter(Objects::nonNull);
    }

    /** How many there are. */
    public int count() {
        return replicas.size();
    }

    /** How many of them serve a bundle of ours that has this revision or a later one. */
    public int countAt(long revision) {
        return (int) replicas.values().stream()
                .map(Replica::acknowledged)
                .filter(Objects::nonNull)
                .filter(bundle -> bundle.revision() >= revision)
                .count();
    }

    @Override
    public void close() {
        replicas.values().forEach(Replica::close);
    }
}
