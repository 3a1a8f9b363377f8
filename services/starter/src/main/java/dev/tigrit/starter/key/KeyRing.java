package dev.tigrit.starter.key;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one key, newest first, replaced as a whole. All listed versions are accepted until their end; the newest
 * whose {@code useAfter} has passed signs.
 */
public final class KeyRing {

    /** What is held; without an incarnation that is empty, and a fixed ring was confirmed at {@link Instant#MAX}. */
    private record State(String incarnation, List<KeyVersion> versions, Instant confirmedAt) {}

    private final AtomicReference<State> state;

    private KeyRing(State state) {
        this.state = new AtomicReference<>(state);
    }

    /** A ring that waits for its first {@link #update}. */
    public static KeyRing empty() {
        return new KeyRing(new State("", List.of(), Instant.MIN));
    }

    /** A ring that is never refreshed and always counts as fresh. */
    public static KeyRing of(List<KeyVersion> versions) {
        return new KeyRing(new State("", newestFirst(versions), Instant.MAX));
    }

    /**
     * Replaces what is held by what the source lists now.
     *
     * @param incarnation of the source: one that had to count versions from the beginning again has a later one, in the order of the
     *     text. Null for a source that has none
     * @return false, and nothing changes, when what is offered is of an earlier incarnation than what is held, or, in the same one, its
     *     newest version is older
     */
    public boolean update(@Nullable String incarnation, List<KeyVersion> offered, Instant now) {
        if (offered.isEmpty()) {
            return false;
        }
        var next = new State(incarnation == null ? "" : incarnation, newestFirst(offered), now);
        return !isOlder(next, state.getAndUpdate(held -> isOlder(next, held) ? held : next));
    }

    /** Notes that the source has nothing newer. */
    public void confirm(Instant now) {
        state.updateAndGet(
                held -> held.confirmedAt.isBefore(now) ? new State(held.incarnation, held.versions, now) : held);
    }

    /** Whether the source was heard since that moment: only then does an unknown kid mean a forged token. */
    public boolean confirmedSince(Instant moment) {
        return !state.get().confirmedAt.isBefore(moment);
    }

    /** When the source was last heard; {@link Instant#MIN} before the first time, {@link Instant#MAX} for a fixed ring. */
    public Instant confirmedAt() {
        return state.get().confirmedAt;
    }

    public boolean isEmpty() {
        return state.get().versions.isEmpty();
    }

    /** Newest first, without those whose end has passed; the same list until something changes. */
    public List<KeyVersion> accepted(Instant now) {
        var held = state.get().versions;
        for (var version : held) {
            if (!version.isAcceptedAt(now)) {
                return held.stream().filter(v -> v.isAcceptedAt(now)).toList();
            }
        }
        return held;
    }

    /** The version that signs now, or null when the ring has none that may. */
    public @Nullable KeyVersion signing(Instant now) {
        for (var version : state.get().versions) {
            if (!version.useAfter().isAfter(now) && version.isAcceptedAt(now)) {
                return version;
            }
        }
        return null;
    }

    public @Nullable KeyVersion withKid(int kid, Instant now) {
        for (var version : state.get().versions) {
            if (version.kid() == kid && version.isAcceptedAt(now)) {
                return version;
            }
        }
        return null;
    }

    private static boolean isOlder(State next, State held) {
        if (held.versions.isEmpty()) {
            return false;
        }
        if (next.incarnation.equals(held.incarnation)) {
            return next.versions.getFirst().version() < held.versions.getFirst().version();
        }
        // A source that has begun to have incarnations, or that has them no longer, is another one.
        return !next.incarnation.isEmpty() && next.incarnation.compareTo(held.incarnation) < 0;
    }

    private static List<KeyVersion> newestFirst(List<KeyVersion> versions) {
        return versions.stream()
                .sorted(Comparator.comparingLong(KeyVersion::version).reversed())
                .toList();
    }
}
