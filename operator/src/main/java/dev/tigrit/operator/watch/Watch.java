package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One kind of object in one namespace, followed for as long as the operator runs. */
public final class Watch<T extends HasMetadata> implements AutoCloseable {

    /** Lists are read in pages of this many objects. */
    private static final long PAGE = 250;

    private final String name;
    private final String namespace;
    private final FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> objects;
    private final ResourceEventHandler<T> handler;
    private final UnaryOperator<T> trim;
    private volatile SharedIndexInformer<T> informer;

    /** @param name of the kind, as metrics and log have it */
    Watch(
            String name,
            String namespace,
            FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> objects,
            ResourceEventHandler<T> handler,
            UnaryOperator<T> trim) {
        this.name = name;
        this.namespace = namespace;
        this.objects = objects;
        this.handler = handler;
        this.trim = trim;
        this.informer = follow();
    }

    private SharedIndexInformer<T> follow() {
        var following = objects.withLimit(PAGE).runnableInformer(0);
        following.itemStore(new TrimmedStore<>(trim));
        following.addEventHandler(handler);
        // Not there yet, not allowed yet, not reachable: each may pass, and so it is tried for ever.
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

    /** Whether changes are being told, as far as this side knows: a connection that hangs still counts. */
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
            var page = objects.list(new ListOptionsBuilder()
                    .withLimit(PAGE)
                    .withContinue(continuation)
                    .build());
            page.getItems().forEach(item -> versions.put(item.getMetadata().getName(), version(item)));
            continuation = page.getMetadata().getContinue();
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

    /** Follows anew. What was held stays until the new informer has seen everything, so somebody has to look again after that. */
    void restart(Waiting waiting) throws InterruptedException {
        var stalled = informer;
        var next = follow();
        while (!next.hasSynced()) {
            waiting.pause();
        }
        informer = next;
        stalled.stop();
    }

    /** How to wait for something that nobody tells. */
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
