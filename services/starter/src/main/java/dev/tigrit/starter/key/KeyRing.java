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

    private final AtomicReference<List<KeyVersion>> versions;

    private KeyRing(List<KeyVersion> versions) {
        this.versions = new AtomicReference<>(newestFirst(versions));
    }

    /** A ring that waits for its first {@link #update}. */
    public static KeyRing empty() {
        return new KeyRing(List.of());
    }

    public static KeyRing of(List<KeyVersion> versions) {
        return new KeyRing(versions);
    }

    /** @return false, and nothing changes, when the newest of these is older than the newest held */
    public boolean update(List<KeyVersion> offered) {
        var next = newestFirst(offered);
        if (next.isEmpty()) {
            return false;
        }
        var held = versions.getAndUpdate(now -> isOlder(next, now) ? now : next);
        return !isOlder(next, held);
    }

    public boolean isEmpty() {
        return versions.get().isEmpty();
    }

    /** Newest first, without those whose end has passed. */
    public List<KeyVersion> accepted(Instant now) {
        var held = versions.get();
        for (var version : held) {
            if (!version.isAcceptedAt(now)) {
                return held.stream().filter(v -> v.isAcceptedAt(now)).toList();
            }
        }
        return held;
    }

    /** @return the version that signs now, or null when the ring has none that may */
    public @Nullable KeyVersion signing(Instant now) {
        for (var version : versions.get()) {
            if (!version.useAfter().isAfter(now) && version.isAcceptedAt(now)) {
                return version;
            }
        }
        return null;
    }

    /** @return the accepted version with that kid, or null */
    public @Nullable KeyVersion withKid(int kid, Instant now) {
        for (var version : versions.get()) {
            if (version.kid() == kid && version.isAcceptedAt(now)) {
                return version;
            }
        }
        return null;
    }

    private static boolean isOlder(List<KeyVersion> next, List<KeyVersion> held) {
        return !held.isEmpty() && next.getFirst().version() < held.getFirst().version();
    }

    private static List<KeyVersion> newestFirst(List<KeyVersion> versions) {
        return versions.stream()
                .sorted(Comparator.comparingLong(KeyVersion::version).reversed())
                .toList();
    }
}
