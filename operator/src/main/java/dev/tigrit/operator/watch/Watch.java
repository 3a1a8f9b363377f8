package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An informer of one kind of object in one namespace, for as long as the operator runs. */
public final class Watch<T extends HasMetadata> implements AutoCloseable {

    private final String name;
    private final String namespace;
    private final FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> objects;
    private final BiConsumer<T, Boolean> changed;
    private final Supplier<? extends ItemStore<T>> stores;
    private final long page;
    private volatile ItemStore<T> store;
    private volatile SharedIndexInformer<T> informer;

    /**
     * Begins to follow.
     *
     * @param name of the kind, as metrics and log have it
     * @param changed is told of each object, and whether it was deleted
     * @param stores makes what an informer holds objects in
     * @param page how many objects are read at once
     */
    Watch(
            String name,
            String namespace,
            FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> objects,
            BiConsumer<T, Boolean> changed,
            Supplier<? extends ItemStore<T>> stores,
            long page) {
        this.name = name;
        this.namespace = namespace;
        this.objects = objects;
        this.changed = changed;
        this.stores = stores;
        this.page = page;
        this.store = stores.get();
        this.informer = follow(store);
    }

    private SharedIndexInformer<T> follow(ItemStore<T> items) {
        var following = objects.withLimit(page).runnableInformer(0);
        following.itemStore(items);
        following.addEventHandler(new Handler());
        // The resource may be missing, forbidden or unreachable for a while, so it is retried without end.
        following.exceptionHandler((_, _) -> true);
        following.start();
        return following;
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

    /** Versions of the objects as a list gives them now, by name. */
    Map<String, Long> listed() {
        var versions = new HashMap<String, Long>();
        var continuation = (String) null;
        do {
            var items = objects.list(new ListOptionsBuilder()
                    .withLimit(page)
                    .withContinue(continuation)
                    .build());
            items.getItems().forEach(item -> versions.put(item.getMetadata().getName(), version(item)));
            continuation = items.getMetadata().getContinue();
        } while (continuation != null && !continuation.isEmpty());
        return versions;
    }

    /** Whether what is held here is older than that list. */
    boolean isBehind(Map<String, Long> listed) {
        var held = new HashMap<String, Long>();
        objects().forEach(item -> held.put(item.getMetadata().getName(), version(item)));
        return !listed.keySet().containsAll(held.keySet())
                || listed.entrySet().stream().anyMatch(item -> held.getOrDefault(item.getKey(), 0L) < item.getValue());
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
    boolean restart(Waiting waiting, Duration atMost) throws InterruptedException {
        var before = informer;
        var items = stores.get();
        var next = follow(items);
        var end = System.nanoTime() + atMost.toNanos();
        try {
            while (!next.hasSynced() && System.nanoTime() < end) {
                waiting.pause();
            }
        } finally {
            if (!next.hasSynced()) {
                next.stop();
            }
        }
        if (!next.hasSynced()) {
            return false;
        }
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

    /** How to wait for something that has no event. */
    interface Waiting {
        void pause() throws InterruptedException;
    }

    private static long version(HasMetadata item) {
        return Long.parseLong(item.getMetadata().getResourceVersion());
    }

    @Override
    public void close() {
        informer.stop();
    }
}
