package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an informer holds, without the parts that nobody here asks for. */
final class TrimmedStore<T extends HasMetadata> extends BasicItemStore<T> {

    private final Consumer<T> trim;

    /** @param trim what to take away beside managed fields and annotations */
    TrimmedStore(Consumer<T> trim) {
        super(Cache::metaNamespaceKeyFunc);
        this.trim = trim;
    }

    @Override
    public @Nullable T put(String key, T item) {
        item.getMetadata().setManagedFields(null);
        item.getMetadata().setAnnotations(null);
        trim.accept(item);
        return super.put(key, item);
    }
}
