package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labelled Secrets of one namespace as an informer holds them: without what nobody asks for, and no more of them than a budget. Of one
 * that is beyond it the name alone is held, so that it does not look deleted.
 */
final class HeldSecrets extends BasicItemStore<Secret> {

    private final long budget;
    /** What those cost whose data is not held. */
    private final Map<String, Long> dropped = new HashMap<>();

    private long held;

    /** @param budget bytes of memory, about */
    HeldSecrets(long budget) {
        super(Cache::metaNamespaceKeyFunc);
        this.budget = budget;
    }

    @Override
    public synchronized @Nullable Secret put(String key, Secret secret) {
        HeldSecret.trim(secret);
        var cost = HeldSecret.cost(secret);
        release(key);
        if (held + cost > budget) {
            HeldSecret.drop(secret);
            dropped.put(key, cost);
            cost = HeldSecret.cost(secret);
        }
        held += cost;
        return super.put(key, secret);
    }

    @Override
    public synchronized @Nullable Secret remove(String key) {
        release(key);
        return super.remove(key);
    }

    private void release(String key) {
        dropped.remove(key);
        var before = get(key);
        held -= before == null ? 0 : HeldSecret.cost(before);
    }

    /** Whether one that was not held would be now. */
    synchronized boolean hasRoomAgain() {
        return dropped.values().stream().anyMatch(cost -> held + cost <= budget);
    }
}
