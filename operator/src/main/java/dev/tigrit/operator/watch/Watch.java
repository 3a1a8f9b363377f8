package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An informer of one kind of object in one namespace, for as long as the operator runs. */
public final class Watch<T extends HasMetadata> implements AutoCloseable {

    public final String name;
    public final String namespace;
    private final Informable<T> objects;
    private final BiConsumer<T, Boolean> changed;
    private final ItemStore<T> store;
    private volatile SharedIndexInformer<T> informer;
    private volatile boolean synced;

    /** When it was last known to work, in milliseconds since 1970. */
    volatile long provenAt;

    private boolean closed;

    /**
     * Begins to follow.
     *
     * @param changed told of each object, and whether it was deleted
     * @param store holds the objects, also while an informer gives way to the next one
     */
    Watch(String name, String namespace, Informable<T> objects, BiConsumer<T, Boolean> changed, ItemStore<T> store) {
        this.name = name;
        this.namespace = namespace;
        this.objects = objects;
        this.changed = changed;
        this.store = store;
        this.informer = informer();
        informer.start();
    }

    private SharedIndexInformer<T> informer() {
        return objects.runnableInformer(0)
                .itemStore(store)
                .addEventHandler(new Handler())
                // The resource may be missing, forbidden or unreachable for a while, so it is retried without end.
                .exceptionHandler((_, _) -> true);
    }

    public boolean isSynced() {
        if (!synced) {
            synced = informer.hasSynced();
        }
        return synced;
    }

    /** Whether the watch is open, as far as this side knows: a connection that hangs still counts. */
    boolean isWatching() {
        return informer.hasSynced() && informer.isWatching();
    }

    public Stream<T> objects() {
        return store.values();
    }

    public @Nullable T object(String objectName) {
        return store.get(Cache.namespaceKeyFunc(namespace, objectName));
    }

    /** Whether something that was left out when it was seen could be held now. */
    boolean hasRoomAgain() {
        return store instanceof HeldSecrets secrets && secrets.hasRoomAgain();
    }

    /** Replaces the informer by one that lists everything again, into the same store; then {@code listed} is run. */
    synchronized void renew(Runnable listed) {
        if (!closed) {
            informer.stop();
            informer = informer();
            var _ = informer.start().thenRun(listed);
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
    public synchronized void close() {
        closed = true;
        informer.stop();
    }
}
