package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What has happened since the leader last looked. The informers' threads only take a note here. The notes of a replica that does not lead
 * do not grow: there is one for each kind, and one for each Secret of the bundle.
 */
public final class LeaderEvents {

    private final Signal signal = new Signal();
    private final AtomicBoolean endpointsChanged = new AtomicBoolean();
    private final AtomicBoolean bundleDeleted = new AtomicBoolean();
    private final AtomicBoolean tokenUntrusted = new AtomicBoolean();

    /** By name, as each was last seen. */
    private final Map<String, Secret> bundleSecrets = new ConcurrentHashMap<>();

    /** Something has changed that each pass looks at anyway. */
    public void changed() {
        signal.raise();
    }

    /** Something may have been missed. */
    public void everything() {
        bundleDeleted.set(true);
        endpoints();
    }

    /** A replica does not know the key that this operator's token is signed by. */
    public void untrustedToken() {
        tokenUntrusted.set(true);
        signal.raise();
    }

    void endpoints() {
        endpointsChanged.set(true);
        signal.raise();
    }

    void bundle(Secret secret, boolean deleted) {
        if (deleted) {
            bundleDeleted.set(true);
        } else {
            bundleSecrets.put(secret.getMetadata().getName(), secret);
        }
        signal.raise();
    }

    /** Until something happens, or that long. */
    public void await(Duration atMost) throws InterruptedException {
        signal.await(atMost);
    }

    /** Whether replicas of the Secrets service have changed since the last call. */
    public boolean takeEndpoints() {
        return endpointsChanged.getAndSet(false);
    }

    /** Whether a replica has not believed this operator's token since the last call. */
    public boolean takeUntrustedToken() {
        return tokenUntrusted.getAndSet(false);
    }

    /** Whether a Secret of the bundle was deleted since the last call. */
    public boolean takeBundleDeleted() {
        return bundleDeleted.getAndSet(false);
    }

    /** Secrets of the bundle that were written since the last call. */
    public List<Secret> takeBundleSecrets() {
        return List.copyOf(bundleSecrets.keySet()).stream()
                .map(bundleSecrets::remove)
                .toList();
    }
}
