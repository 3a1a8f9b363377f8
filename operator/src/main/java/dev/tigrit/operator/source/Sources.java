package dev.tigrit.operator.source;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Claim;
import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.bundle.Rendered;
import dev.tigrit.operator.config.KeyPatterns;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.desire.Candidate;
import dev.tigrit.operator.desire.Verdict;
import dev.tigrit.operator.source.Lookups.Found;
import dev.tigrit.operator.watch.ObjectCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The first word of the loop, resolve: every candidate of the namespaces that can be looked at just now. */
public final class Sources {

    private final ObjectCache seen;
    private final ManagedSources managed;
    private final LabelledSources labelled;

    /** @param unlabelled looks for a Secret, by namespace and name, that no watch shows */
    public Sources(ObjectCache seen, Names names, KeyPatterns patterns, BiFunction<String, String, Found> unlabelled) {
        this.seen = seen;
        managed = new ManagedSources(seen, names, patterns, unlabelled);
        labelled = new LabelledSources(patterns);
    }

    /** @param stored what is claimed already */
    public List<Candidate> candidates(Set<String> observed, Bundle stored) {
        var claimed = stored.entries().values().stream()
                .map(Rendered::entry)
                .filter(entry -> entry.claim().kind().equals(Claim.SECRET))
                .collect(Collectors.groupingBy(
                        entry -> new Place(
                                entry.claim().namespace(), entry.claim().name()),
                        Collectors.mapping(Entry::key, Collectors.toSet())));
        var candidates = new ArrayList<Candidate>();
        for (var namespace : observed) {
            seen.managedSecrets(namespace)
                    .filter(document -> document.getSpec() != null)
                    .map(managed::candidate)
                    .forEach(candidates::add);
            seen.secrets(namespace)
                    .flatMap(secret -> labelled.candidates(
                            secret,
                            claimed.getOrDefault(
                                    new Place(namespace, secret.getMetadata().getName()), Set.of())))
                    .forEach(candidates::add);
        }
        return candidates;
    }

    /** What owners of labelled Secrets should know beside what becomes of their keys. */
    public List<Verdict> notices(Set<String> observed) {
        return observed.stream()
                .flatMap(seen::secrets)
                .map(labelled::notice)
                .flatMap(Optional::stream)
                .toList();
    }

    private record Place(String namespace, String name) {}
}
