package dev.tigrit.operator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private final List<Informer> informers = new ArrayList<>();
    private CompletableFuture<Void> sync = CompletableFuture.completedFuture(null);
    private final ItemStore<Secret> store = new BasicItemStore<>(Cache::metaNamespaceKeyFunc);
    private final Watch<Secret> watch = new Watch<>("secrets", "ns", informable(), (_, _) -> {}, store);

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void newInformerReplacesTheOneBeforeAndListsIntoItsStore() {
        watch.renew(() -> {});

        assertThat(informers).extracting(informer -> informer.stopped).containsExactly(true, false);
        assertThat(informers).extracting(informer -> informer.store).containsExactly(store, store);
    }

    @Test
    void objectsStayInUseUntilTheNewInformerHasListed() {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("a")
                .endMetadata()
                .build();
        store.put("ns/a", secret);
        assertThat(watch.isSynced()).isTrue();
        sync = new CompletableFuture<>();
        var listed = new AtomicBoolean();

        watch.renew(() -> listed.set(true));

        assertThat(watch.isSynced()).isTrue();
        assertThat(watch.object("a")).isSameAs(secret);
        assertThat(watch.isWatching()).isFalse();
        assertThat(listed).isFalse();
        sync.complete(null);
        assertThat(listed).isTrue();
    }

    @Test
    void closedWatchIsNotRenewed() {
        watch.close();

        watch.renew(() -> {});

        assertThat(informers).extracting(informer -> informer.stopped).containsExactly(true);
    }

    private static final class Informer {

        private final CompletableFuture<Void> synced;
        private boolean stopped;
        private @Nullable Object store;

        Informer(CompletableFuture<Void> synced) {
            this.synced = synced;
        }
    }

    @SuppressWarnings("unchecked")
    private Informable<Secret> informable() {
        return (Informable<Secret>)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Informable.class}, (_, _, _) -> {
                    var informer = new Informer(sync);
                    informers.add(informer);
                    return informer(informer);
                });
    }

    private static Object informer(Informer informer) {
        return Proxy.newProxyInstance(
                WatchTest.class.getClassLoader(),
                new Class<?>[] {SharedIndexInformer.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "start" -> informer.synced;
                    case "hasSynced" -> informer.synced.isDone();
                    case "isWatching" -> !informer.stopped;
                    case "itemStore" -> {
                        informer.store = arguments[0];
                        yield self;
                    }
                    case "stop" -> {
                        informer.stopped = true;
                        yield null;
                    }
                    default -> self;
                });
    }
}
