package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an informer holds, without the parts that nobody here asks for: with thousands of Secrets they are most of the memory. */
final class TrimmedStore<T extends HasMetadata> implements ItemStore<T> {

    private final Map<String, T> items = new ConcurrentHashMap<>();
    private final UnaryOperator<T> trim;

    TrimmedStore(UnaryOperator<T> trim) {
        this.trim = trim;
    }

    @Override
    public String getKey(T item) {
        return item.getMetadata().getNamespace() + "/" + item.getMetadata().getName();
    }

    @Override
    public @Nullable T put(String key, T item) {
        item.getMetadata().setManagedFields(null);
        return items.put(key, trim.apply(item));
    }

    @Override
    public @Nullable T remove(String key) {
        return items.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return items.values().stream();
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable T get(String key) {
        return items.get(key);
    }
}
