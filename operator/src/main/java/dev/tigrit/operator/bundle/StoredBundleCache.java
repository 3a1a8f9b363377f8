package dev.tigrit.operator.bundle;

import dev.tigrit.operator.bundle.BundleStore.StaleBundle;
import dev.tigrit.operator.bundle.BundleStore.StoredBundle;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored bundle as the loop remembers it. Read again when somebody else may have written it, or a look at it has failed. */
public final class StoredBundleCache {

    private static final Logger LOG = LoggerFactory.getLogger(StoredBundleCache.class);

    private final BundleStore store;
    private final InstantSource clock;
    private final Runnable wrote;
    private boolean doubted;
    private @Nullable StoredBundle stored;
    private Instant lastStore;

    /** @param wrote told of each revision that was stored */
    public StoredBundleCache(BundleStore store, InstantSource clock, Runnable wrote) {
        this.store = store;
        this.clock = clock;
        this.wrote = wrote;
        lastStore = clock.instant();
    }

    /** One of the bundle's Secrets is this, as a watch tells; it may be what was written here. */
    public void touched(Secret seen) {
        doubted |= !store.isOwn(seen);
    }

    /** What is remembered may not be what is stored. */
    public void doubt() {
        doubted = true;
    }

    /** From memory unless somebody else may have written. */
    public StoredBundle read() throws StaleBundle {
        var known = stored;
        if (known != null && !doubted) {
            return known;
        }
        // It stays so when the look fails: the next pass must not take memory for what is stored.
        doubted = true;
        var fresh = readAgain(known);
        doubted = false;
        return fresh;
    }

    private StoredBundle readAgain(@Nullable StoredBundle known) throws StaleBundle {
        var fresh = store.load();
        if (known != null && known.bundle().revision() > 0 && isLost(fresh, known.bundle())) {
            LOG.warn("the stored bundle was damaged and is written again");
            var again = known.bundle();
            var revision = Math.max(again.revision(), fresh.bundle().revision()) + 1;
            return write(Bundle.of(again.incarnation(), revision, again.digestKey(), again.entries(), again.retired()));
        }
        stored = fresh;
        return fresh;
    }

    /** Whether what is remembered here is newer than what is stored. Where nothing is stored, the loaded incarnation is a new one. */
    private static boolean isLost(StoredBundle fresh, Bundle known) {
        var stored = fresh.bundle();
        var order = stored.order(known.incarnation(), known.revision());
        return stored.revision() == 0 || order < 0 || (order == 0 && !fresh.complete());
    }

    /** Nothing is pushed that is not stored: this fences a leader that does not know yet that it has been replaced. */
    public StoredBundle write(Bundle bundle) throws StaleBundle {
        lastStore = clock.instant();
        store.store(bundle);
        wrote.run();
        LOG.atInfo()
                .addKeyValue("revision", bundle.revision())
                .addKeyValue("keys", bundle.entries().size())
                .log("a bundle was stored");
        var written = new StoredBundle(bundle, true);
        stored = written;
        return written;
    }

    /** Removes files that no index names, if the last write is that old: mounts may still have the index before. */
    public void prune(Duration age) throws StaleBundle {
        var known = stored;
        // Of an incomplete one nobody knows yet which files are the last copy of something.
        if (known != null && known.complete() && clock.instant().minus(age).isAfter(lastStore)) {
            store.prune();
        }
    }
}
