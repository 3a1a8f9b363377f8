package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An informer of one kind of object in one namespace, for as long as the operator runs. */
public final class Watch<T extends HasMetadata> implements AutoCloseable {

    private final String name;
    private final String namespace;
    private final Informable<T> objects;
    private final BiConsumer<T, Boolean> changed;
    private final Supplier<? extends ItemStore<T>> stores;
    private volatile ItemStore<T> store;
    private volatile SharedIndexInformer<T> informer;

    /**
     * Begins to follow.
     *
     * @param name of the kind, as metrics and log have it
     * @param objects with the limit of objects that are read at once
     * @param changed is told of each object, and whether it was deleted
     * @param stores makes what an informer holds objects in
     */
    Watch(
            String name,
            String namespace,
            Informable<T> objects,
            BiConsumer<T, Boolean> changed,
            Supplier<? extends ItemStore<T>> stores) {
        this.name = name;
        this.namespace = namespace;
        this.objects = objects;
        this.changed = changed;
        this.stores = stores;
        this.store = stores.get();
        this.informer = informer(store);
        informer.start();
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

    public Stream<T> objects() {
        return informer.getStore().list().stream();
    }

    public @Nullable T object(String objectName) {
        return informer.getStore().getByKey(namespace + "/" + objectName);
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
        var items = stores.get();
        if (items instanceof HeldSecrets fresh && store instanceof HeldSecrets held) {
            fresh.takeOverFrom(held);
        }
        var next = informer(items);
        var isSynced = false;
        try {
            next.start().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // Decided by whether it has synced.
        } finally {
            // Asked once: it may sync just now, and one that is stopped must not be put into use.
            isSynced = next.hasSynced();
            if (!isSynced) {
                next.stop();
            }
        }
        if (!isSynced) {
            return false;
        }
        if (items instanceof HeldSecrets fresh) {
            fresh.takeOverFrom(null);
        }
        var before = informer;
        store = items;
        informer = next;
        before.stop();
        return true;
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
