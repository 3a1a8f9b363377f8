package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.bundle.Entry.Previous;
import dev.tigrit.operator.bundle.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The next state of an entry: versions, previous values, first use.
 *
 * @param floor version that a new value of this key has to exceed
 * @param revision that the bundle will have
 */
record EntryUpdate(long floor, long revision, Instant now) {

    Entry begin(Candidate holder, SecretValue value) {
        return next(holder, value, Math.max(floor + 1, holder.revokeBefore()), List.of(), List.of());
    }

    private Entry next(
            Candidate holder, SecretValue value, long version, List<Previous> previous, List<String> readersBefore) {
        return new Entry(
                holder.key(),
                holder.encoding(),
                value,
                version,
                // With nothing to sign with meanwhile, the new value is used at once.
                previous.isEmpty() ? now : now.plus(holder.publishAhead()),
                previous,
                holder.readersOr(readersBefore),
                holder.claim(),
                holder.sourceName(),
                now,
                revision,
                holder.generated());
    }

    /** @param value what the source holds, or null to keep what is served */
    Entry goOn(Entry entry, Candidate holder, @Nullable SecretValue value) {
        if (value == null) {
            var kept = entry.withOwner(holder.claim(), holder.readersOfKept(entry), entry.source(), entry.generated());
            return goOn(kept, holder.revokeBefore());
        }
        if (!value.equals(entry.value()) || holder.encoding() != entry.encoding()) {
            return change(entry, holder, value);
        }
        var owned = entry.withOwner(
                holder.claim(), holder.readersOr(entry.readers()), holder.sourceName(), holder.generated());
        return goOn(isOfSameOrigin(entry, holder) ? owned : owned.withPrevious(List.of(), now), holder.revokeBefore());
    }

    /** Nothing is handed on from one claimant, or from one Secret, to another: its owner may have taken the consent back. */
    private static boolean isOfSameOrigin(Entry entry, Candidate holder) {
        return entry.claim().isSameObjectAs(holder.claim()) && entry.source().equals(holder.sourceName());
    }

    /** An entry whose claimant wants nothing new: previous values still end. */
    Entry goOn(Entry entry, long revokeBefore) {
        var left = accepted(entry.previous().stream(), revokeBefore);
        var pruned = left.equals(entry.previous()) ? entry : entry.withPrevious(left, now);
        return pruned.version() > floor ? pruned : pruned.withVersion(floor + 1, now, revision);
    }

    private Entry change(Entry entry, Candidate holder, SecretValue value) {
        var end = now.plus(holder.publishAhead()).plus(holder.overlap());
        var version = Math.max(Math.max(entry.version(), floor) + 1, holder.revokeBefore());
        var carriesOver = holder.overlap().compareTo(Duration.ZERO) > 0
                // A value of somebody else's, or one written in another encoding, is not the new one's previous.
                && isOfSameOrigin(entry, holder)
                && entry.generated() == holder.generated()
                && entry.encoding() == holder.encoding();
        var previous = carriesOver
                ? accepted(
                        Stream.concat(
                                Stream.of(new Previous(entry.value(), entry.version(), end)),
                                entry.previous().stream()),
                        holder.revokeBefore())
                : List.<Previous>of();
        return next(holder, value, version, previous, entry.readers());
    }

    private List<Previous> accepted(Stream<Previous> previous, long revokeBefore) {
        return previous.filter(value -> value.notAfter().isAfter(now) && value.version() >= revokeBefore)
                .limit(Entry.MAX_PREVIOUS)
                .toList();
    }
}
