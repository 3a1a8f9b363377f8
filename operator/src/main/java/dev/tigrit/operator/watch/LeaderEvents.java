package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has happened since the leader last looked. The threads of informers and replicas only take a note here. The notes of an operator
 * that does not lead do not grow: there is one of each kind, and one for each Secret of the bundle.
 */
public final class LeaderEvents {

    /** What the next pass has to do beside what each pass does. */
    public enum Kind {
        /** Replicas of the Secrets service have come or gone. */
        ENDPOINTS,
        /** A Secret of the bundle was deleted. */
        BUNDLE_DELETED,
        /** A replica does not know the key that this operator's token is signed by. */
        UNTRUSTED_TOKEN
    }

    private final Signal signal = new Signal();
    private final Set<Kind> noted = ConcurrentHashMap.newKeySet();

    /** By name, as each was last seen. */
    private final Map<String, Secret> bundleSecrets = new ConcurrentHashMap<>();

    /** Something has changed that each pass looks at anyway. */
    public void changed() {
        signal.raise();
    }

    public void note(Kind kind) {
        noted.add(kind);
        signal.raise();
    }

    /** Whether that was noted since the last call. */
    public boolean take(Kind kind) {
        return noted.remove(kind);
    }

    void bundle(Secret secret, boolean deleted) {
        if (deleted) {
            note(Kind.BUNDLE_DELETED);
        } else {
            bundleSecrets.put(secret.getMetadata().getName(), secret);
            signal.raise();
        }
    }

    /** Secrets of the bundle that were written since the last call. */
    public List<Secret> takeBundleSecrets() {
        return List.copyOf(bundleSecrets.keySet()).stream()
                .map(bundleSecrets::remove)
                .toList();
    }

    /** Waits until something happens, at most for that long. */
    public void await(Duration atMost) throws InterruptedException {
        signal.await(atMost);
    }
}
