package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Bundle.Rendered;
import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.desire.Candidate.Source;
import dev.tigrit.operator.desire.Decision.Desired.SecretToGenerate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From a {@link DecisionInput} to what is {@link Desired}: a pure function, made once for each pass. */
public final class Decision {

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

    /**
     * What should be.
     *
     * @param bundle the one that was passed in when nothing has to change
     * @param isChanged whether it has to be stored
     * @param toGenerate values that have to be made before they can be in a bundle
     * @param verdicts one for each candidate
     * @param wake when the answer changes by time alone, null for never
     */
    public record Desired(
            Bundle bundle,
            boolean isChanged,
            List<SecretToGenerate> toGenerate,
            List<Verdict> verdicts,
            @Nullable Instant wake) {

        /**
         * A generated Secret to write.
         *
         * @param restored the generated value that is served although its Secret is gone, or null for a new one
         * @param replaced the value that the new one replaces, or null when there is no Secret; another one is somebody's edit and stays.
         *     The same as restored when only the Secret's owner has to change
         */
        public record SecretToGenerate(
                String key,
                Claim claim,
                @Nullable SecretValue restored,
                @Nullable SecretValue replaced) {}
    }

    /** Keys that are no longer there, and whose last versions are remembered one by one. */
    static final int MAX_RETIRED = 2048;

    private final DecisionInput input;
    private final Instant now;
    private final long revision;
    private final TreeMap<String, Rendered> entries = new TreeMap<>();
    private final TreeMap<String, Long> retired;
    private final List<SecretToGenerate> toGenerate = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final ShardCapacity capacity;
    private boolean entriesChanged;
    private @Nullable Instant wake;

    private Decision(DecisionInput input) {
        this.input = input;
        this.now = input.now();
        this.revision = input.nextRevision();
        this.retired = new TreeMap<>(input.stored().retired());
        this.capacity = new ShardCapacity(input.config());
    }

    public static Desired desired(DecisionInput input) {
        return new Decision(input).desired();
    }

    private Desired desired() {
        var stored = input.stored();
        var byKey = input.candidates().stream().collect(Collectors.groupingBy(Candidate::key));
        stored.entries().values().forEach(entry -> capacity.count(entry, 1));
        var keys = new TreeSet<>(stored.entries().keySet());
        keys.addAll(byKey.keySet());
        for (var key : keys) {
            decide(key, stored.entries().get(key), byKey.getOrDefault(key, List.of()));
        }
        if (input.isBehind()) {
            // Keys that were served and that nobody claims now.
            input.floors().forEach((key, version) -> retired.merge(key, version, Math::max));
        }
        retired.keySet().removeAll(entries.keySet());
        forget();
        var changed = input.isBehind() || entriesChanged || !retired.equals(stored.retired());
        var bundle = changed ? Bundle.of(input.incarnation(), revision, stored.digestKey(), entries, retired) : stored;
        return new Desired(bundle, changed, List.copyOf(toGenerate), List.copyOf(verdicts), wake);
    }

    /** A tenant that makes and removes keys must not fill the index: of all that are left out, the highest version is kept. */
    private void forget() {
        while (retired.size() > MAX_RETIRED) {
            var least = retired.entrySet().stream()
                    .filter(key -> !key.getKey().equals(Bundle.ANY_KEY))
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow();
            retired.remove(least.getKey());
            retired.merge(Bundle.ANY_KEY, least.getValue(), Math::max);
        }
    }

    private void decide(String key, @Nullable Rendered before, List<Candidate> candidates) {
        var holder = holder(before, candidates);
        if (before != null && (holder == null || isDefended(before.entry().claim(), holder))) {
            keepOrDrop(key, before);
            candidates.forEach(
                    candidate -> verdicts.add(conflict(candidate, before.entry().claim())));
            return;
        }
        if (holder == null) {
            return;
        }
        serve(key, before, holder);
        for (var other : candidates) {
            if (!other.claim().equals(holder.claim())) {
                verdicts.add(conflict(other, holder.claim()));
            }
        }
    }

    /** The recorded claimant, under a new uid if need be; for a key that nobody defends, the earliest that has something to serve. */
    private static @Nullable Candidate holder(@Nullable Rendered before, List<Candidate> candidates) {
        var claim = before == null ? null : before.entry().claim();
        return candidates.stream()
                .min(Comparator.comparing(
                                (Candidate candidate) -> !candidate.claim().equals(claim))
                        .thenComparing(
                                candidate -> claim == null || !candidate.claim().isSameObjectAs(claim))
                        .thenComparing(candidate -> candidate.source() instanceof Source.Problem problem
                                && problem.reason() != Reason.GENERATING)
                        .thenComparing(Candidate.EARLIEST_FIRST))
                .orElse(null);
    }

    /** Whether the recorded claimant cannot be looked at just now, so that nobody may take the key for theirs. */
    private boolean isDefended(Claim claim, Candidate holder) {
        return !claim.isSameObjectAs(holder.claim())
                && input.config().namespaces().containsKey(claim.namespace())
                && !input.observed().contains(claim.namespace());
    }

    private void keepOrDrop(String key, Rendered before) {
        if (input.observed().contains(before.entry().claim().namespace())) {
            retired.put(key, Math.max(before.entry().version(), input.floor(key)));
            capacity.count(before, -1);
            entriesChanged = true;
        } else {
            place(before, update(key).goOn(before.entry(), 0));
        }
    }

    private void serve(String key, @Nullable Rendered before, Candidate holder) {
        if (before != null
                && !before.entry().claim().isSameObjectAs(holder.claim())
                && !(holder.source() instanceof Source.Value)) {
            // Nobody defends the key any more, but what its last claimant had is not the next one's.
            keepOrDrop(key, before);
            serve(key, null, holder);
            return;
        }
        switch (holder.source()) {
            case Source.Value(var value) -> serveValue(key, before, holder, value);
            case Source.NotGenerated() -> {
                var kept = keep(key, before, holder);
                var restored = kept != null && kept.generated() ? kept.value() : null;
                generate(
                        new SecretToGenerate(key, holder.claim(), restored, null),
                        holder,
                        "the value is being made",
                        kept,
                        null);
            }
            case Source.Problem(var reason, var message) ->
                verdicts.add(verdict(holder, reason, message, keep(key, before, holder), null));
        }
    }

    private @Nullable Entry keep(String key, @Nullable Rendered before, Candidate holder) {
        return before == null
                ? null
                : place(before, update(key).goOn(before.entry(), holder, null)).served();
    }

    private void serveValue(String key, @Nullable Rendered before, Candidate holder, SecretValue value) {
        var update = update(key);
        var entry = before == null ? update.begin(holder, value) : update.goOn(before.entry(), holder, value);
        var placed = place(before, entry);
        var served = placed.served();
        var refusal = placed.refusal();
        if (refusal != null) {
            // Without the new value; previous values still end and are revoked.
            var kept = keep(key, before, holder);
            verdicts.add(verdict(holder, refusal.reason(), refusal.message(), kept, null));
            return;
        }
        var rotation = rotation(holder, entry);
        var isRevoked = entry.version() < holder.revokeBefore();
        var isDue = isRevoked || (rotation != null && !rotation.isAfter(now));
        var version = "version " + entry.version();
        if (isDue && holder.generated()) {
            var next = new SecretToGenerate(key, holder.claim(), null, entry.value());
            generate(next, holder, version + " is served until the next value is made", served, rotation);
        } else if (isRevoked) {
            var message = version + " is older than revokeBefore: write a new value";
            verdicts.add(verdict(holder, Reason.REVOKED_SERVED, message, served, rotation));
        } else if (isDue) {
            var message =
                    "rotation is due, but the operator has not generated this Secret: its owner has to write the next value";
            verdicts.add(verdict(holder, Reason.NOT_PERMITTED, message, served, rotation));
        } else if (holder.ownerDue()) {
            var same = new SecretToGenerate(key, holder.claim(), entry.value(), entry.value());
            generate(same, holder, "the owner of its Secret is being set", served, rotation);
        } else {
            verdicts.add(verdict(holder, Reason.SERVED, version + " is served", served, rotation));
        }
    }

    /** Decided again soon: it may not work. */
    private void generate(
            SecretToGenerate secret,
            Candidate holder,
            String message,
            @Nullable Entry served,
            @Nullable Instant rotation) {
        toGenerate.add(secret);
        wakeAt(now);
        var problem = input.notGenerated().get(holder.claim());
        var reason = problem == null ? Reason.GENERATING : Reason.GENERATION_FAILED;
        var said = problem == null ? message : "the Secret of the value cannot be written: " + problem;
        verdicts.add(verdict(holder, reason, said, served, rotation));
    }

    private @Nullable Instant rotation(Candidate holder, Entry entry) {
        var interval = holder.interval();
        if (interval == null) {
            return null;
        }
        var at = entry.changedAt().plus(interval);
        if (at.isAfter(now)) {
            wakeAt(at);
        }
        return at;
    }

    /** @param served the changed entry, with this revision if readers see a change, or the one before when it was refused */
    private record Placed(@Nullable Entry served, Source.@Nullable Problem refusal) {}

    private Placed place(@Nullable Rendered before, Entry changed) {
        var rendered = before != null && before.entry().equals(changed) ? before : rendered(changed);
        if (before != null
                && changed.revision() != revision
                && !rendered.digest().equals(before.digest())) {
            rendered = rendered(changed.withRevision(revision));
        }
        var refusal = capacity.replace(before, rendered);
        if (refusal != null) {
            if (before == null) {
                return new Placed(null, refusal);
            }
            rendered = before;
        }
        entriesChanged |= before == null || !rendered.entry().equals(before.entry());
        entries.put(changed.key(), rendered);
        rendered.entry().previous().forEach(previous -> wakeAt(previous.notAfter()));
        return new Placed(rendered.entry(), refusal);
    }

    private Rendered rendered(Entry entry) {
        return Rendered.of(entry, input.stored().digestKey());
    }

    private EntryUpdate update(String key) {
        return new EntryUpdate(input.floor(key), revision, now);
    }

    private void wakeAt(Instant at) {
        var earliest = wake;
        if (earliest == null || at.isBefore(earliest)) {
            wake = at.isAfter(now) ? at : now.plus(Duration.ofSeconds(1));
        }
    }

    private static Verdict conflict(Candidate candidate, Claim claim) {
        return verdict(candidate, Reason.CONFLICT, "the key belongs to " + claim.display(), null, null);
    }

    private static Verdict verdict(
            Candidate holder, Reason reason, String message, @Nullable Entry served, @Nullable Instant rotation) {
        var version = served == null ? 0 : served.version();
        var revision = served == null ? 0 : served.revision();
        return new Verdict(
                holder.key(), holder.claim(), holder.generation(), reason, message, version, revision, rotation);
    }
}
