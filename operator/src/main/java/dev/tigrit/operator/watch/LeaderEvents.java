package dev.tigrit.operator.watch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has happened since the leader last looked. The threads of informers and replicas only take a note here. There is one
 * note of each kind, so that they do not grow in an operator that does not lead.
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

    /** Waits until something happens, at most for that long. */
    public void await(Duration atMost) throws InterruptedException {
        signal.await(atMost);
    }
}
