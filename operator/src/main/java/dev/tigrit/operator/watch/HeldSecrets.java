package dev.tigrit.operator.watch;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.config.Names;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The labelled Secrets of one namespace as an informer holds them: only what could be served of each, and no more of them than a budget.
 * Of a Secret beyond it only the name is held, so that it does not look deleted.
 */
public final class HeldSecrets extends BasicItemStore<Secret> {

    /** In place of a value that is too large; no base64. */
    public static final String TOO_LARGE = "!";

    /** With four previous values of this size a key still fits into its shard. */
    public static final int MAX_VALUE_BYTES = 128 * 1024;

    private static final String NOT_HELD = "secrets.tigrit.dev/not-held";
    private static final Set<String> ANNOTATIONS = Set.of(Names.READERS_ANNOTATION, Names.ENCODING_ANNOTATION);

    /** 64 readers are shorter. */
    private static final int MAX_ANNOTATION = 32 * 1024;

    private static final int MAX_BASE64 = (MAX_VALUE_BYTES + 2 + 2) / 3 * 4;
    private static final int OBJECT_BYTES = 512;
    private static final int ENTRY_BYTES = 96;

    private final long budget;
    /** What those cost whose data is not held. */
    private final Map<String, Long> dropped = new HashMap<>();

    private long held;

    /** Holds about that many bytes. */
    HeldSecrets(long budget) {
        super(Cache::metaNamespaceKeyFunc);
        this.budget = budget;
    }

    @Override
    public synchronized @Nullable Secret put(String key, Secret secret) {
        trim(secret);
        var cost = cost(secret);
        release(key);
        if (held + cost > budget) {
            dropped.put(key, cost);
            secret.setData(new HashMap<>());
            secret.getMetadata().setOwnerReferences(new ArrayList<>());
            secret.getMetadata().setAnnotations(new HashMap<>(Map.of(NOT_HELD, "true")));
            cost = cost(secret);
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
        held -= before == null ? 0 : cost(before);
    }

    /** Whether one that was not held would be now. */
    synchronized boolean hasRoomAgain() {
        return dropped.values().stream().anyMatch(cost -> held + cost <= budget);
    }

    private static void trim(Secret secret) {
        var meta = secret.getMetadata();
        meta.setManagedFields(null);
        meta.setFinalizers(null);
        meta.getOwnerReferences().removeIf(owner -> !isManagedSecret(owner));
        meta.setLabels(kept(meta.getLabels(), Names.LABELS));
        meta.setAnnotations(kept(meta.getAnnotations(), ANNOTATIONS));
        secret.getData().replaceAll((_, value) -> value.length() > MAX_BASE64 ? TOO_LARGE : value);
    }

    private static Map<String, String> kept(Map<String, String> all, Set<String> names) {
        var kept = new HashMap<>(all);
        kept.keySet().retainAll(names);
        kept.replaceAll((_, value) -> value.length() > MAX_ANNOTATION ? TOO_LARGE : value);
        // Smaller.
        return Map.copyOf(kept);
    }

    /** Memory that it takes, about. */
    static long cost(Secret secret) {
        var cost = (long) OBJECT_BYTES;
        for (var value : secret.getData().entrySet()) {
            cost += ENTRY_BYTES + value.getKey().length() + value.getValue().length();
        }
        for (var owner : secret.getMetadata().getOwnerReferences()) {
            cost += ENTRY_BYTES + owner.getName().length() + owner.getUid().length();
        }
        for (var value : secret.getMetadata().getAnnotations().values()) {
            cost += value.length();
        }
        return cost;
    }

    public static boolean isManagedSecret(OwnerReference owner) {
        return owner.getApiVersion().startsWith(ManagedSecret.GROUP + "/");
    }

    public static boolean isHeld(Secret secret) {
        return !secret.getMetadata().getAnnotations().containsKey(NOT_HELD);
    }
}
