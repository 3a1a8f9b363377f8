package dev.tigrit.operator.watch;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.config.Names;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A labelled Secret as it is held in memory: only what could be served of it, or nothing but its name. */
public final class HeldSecret {

    /** In place of a value that is too large; no base64. */
    public static final String TOO_LARGE = "!";

    private static final String NOT_HELD = "secrets.tigrit.dev/not-held";
    private static final Set<String> ANNOTATIONS = Set.of(Names.READERS_ANNOTATION, Names.ENCODING_ANNOTATION);

    /** With four previous values of this size a key still fits into its shard. */
    public static final int MAX_VALUE_BYTES = 128 * 1024;

    /** 64 readers are shorter. */
    private static final int MAX_ANNOTATION = 32 * 1024;

    private static final int MAX_BASE64 = (MAX_VALUE_BYTES + 2 + 2) / 3 * 4;
    private static final int OBJECT_BYTES = 512;
    private static final int ENTRY_BYTES = 96;

    private HeldSecret() {}

    /** Takes away what nobody asks for, in place. */
    static void trim(Secret secret) {
        var meta = secret.getMetadata();
        meta.setManagedFields(null);
        meta.setFinalizers(null);
        meta.getOwnerReferences().removeIf(owner -> !isManagedSecret(owner));
        meta.setLabels(kept(meta.getLabels(), Names.LABELS));
        meta.setAnnotations(kept(meta.getAnnotations(), ANNOTATIONS));
        if (secret.getData() != null) {
            secret.getData().replaceAll((_, value) -> value.length() > MAX_BASE64 ? TOO_LARGE : value);
        }
    }

    private static Map<String, String> kept(@Nullable Map<String, String> all, Set<String> names) {
        var kept = new HashMap<>(Objects.requireNonNullElseGet(all, Map::<String, String>of));
        kept.keySet().retainAll(names);
        kept.replaceAll((_, value) -> value.length() > MAX_ANNOTATION ? TOO_LARGE : value);
        return kept;
    }

    public static boolean isManagedSecret(OwnerReference owner) {
        return owner.getApiVersion().startsWith(ManagedSecret.GROUP + "/");
    }

    /** Memory that it takes, about. */
    static long cost(Secret secret) {
        var cost = (long) OBJECT_BYTES;
        for (var value : Objects.requireNonNullElseGet(secret.getData(), Map::<String, String>of)
                .entrySet()) {
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

    /** Forgets its data, and says so. */
    static void drop(Secret secret) {
        secret.setData(null);
        secret.getMetadata().setOwnerReferences(new ArrayList<>());
        secret.getMetadata().setAnnotations(new HashMap<>(Map.of(NOT_HELD, "true")));
    }

    /** Whether its data is known. */
    public static boolean isHeld(Secret secret) {
        var annotations = secret.getMetadata().getAnnotations();
        return annotations == null || !annotations.containsKey(NOT_HELD);
    }
}
