package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An informer of one kind of object in one namespace, for as long as the operator runs. */
public final class Watch<T extends HasMetadata> implements AutoCloseable {

    private final String name;
    private final String namespace;
    private final Informable<T> objects;
    private final BiConsumer<T, Boolean> changed;
    private final Stores<T> stores;
    private volatile ItemStore<T> store = new BasicItemStore<>(Cache::metaNamespaceKeyFunc);
    private volatile SharedIndexInformer<T> informer;
    private volatile long provenAt;

    /** Objects that are in use. */
    interface InUse<T> {
        @Nullable
        T get(String key);
    }

    /** Makes what a new informer holds objects in: one that has not changed should not be in memory twice. */
    interface Stores<T> {
        ItemStore<T> make(InUse<T> inUse);
    }

    /** Begins to follow; {@code changed} is told of each object, and whether it was deleted. */
    Watch(String name, String namespace, Informable<T> objects, BiConsumer<T, Boolean> changed, Stores<T> stores) {
        this.name = name;
        this.namespace = namespace;
        this.objects = objects;
        this.changed = changed;
        this.stores = stores;
        var items = stores.make(this::byKey);
        this.informer = informer(items);
        store = items;
        informer.start();
    }

    private @Nullable T byKey(String key) {
        return store.get(key);
    }

    private SharedIndexInformer<T> informer(ItemStore<T> items) {
        return objects.runnableInformer(0)
                .itemStore(items)
                .addEventHandler(new Handler())
                // The resource may be missing, forbidden or unreachable for a while, so it is retried without end.
                .exceptionHandler((_, _) -> true);
    }

    public String name() {
        return name;
    }

    public String namespace() {
        return namespace;
    }

    /** Whether all objects have been seen once. */
    public boolean isSynced() {
        return informer.hasSynced();
    }

    /** Whether the watch is open, as far as this side knows: a connection that hangs still counts. */
    public boolean isWatching() {
        return informer.isWatching();
    }

    /** When it was last known to work, in milliseconds since 1970. */
    long provenAt() {
        return provenAt;
    }

    void proven(long now) {
        provenAt = now;
    }

    public Stream<T> objects() {
        return store.values();
    }

    public @Nullable T object(String objectName) {
        return byKey(Cache.namespaceKeyFunc(namespace, objectName));
    }

    /** Whether something that was left out when it was seen could be held now. */
    boolean hasRoomAgain() {
        return store instanceof HeldSecrets secrets && secrets.hasRoomAgain();
    }

    /**
     * Starts a new informer. The objects of the old one stay in use until the new one has synced, so a pass is due after that.
     *
     * @return false when the new informer has not synced in time; the old one stays in use
     */
    boolean renew(Duration atMost) throws InterruptedException {
        var items = stores.make(this::byKey);
        var next = informer(items);
        var unused = next;
        try {
            next.start().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            unused = informer;
            store = items;
            informer = next;
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } finally {
            unused.stop();
        }
    }

    private final class Handler implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T added) {
            changed.accept(added, false);
        }

        @Override
        public void onUpdate(T before, T after) {
            changed.accept(after, false);
        }

        @Override
        public void onDelete(T deleted, boolean finalStateUnknown) {
            changed.accept(deleted, true);
        }
    }

    @Override
    public void close() {
        informer.stop();
    }
}
