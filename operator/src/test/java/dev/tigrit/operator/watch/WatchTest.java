package dev.tigrit.operator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private final List<Informer> informers = new ArrayList<>();
    private CompletableFuture<Void> sync = CompletableFuture.completedFuture(null);
    private final Watch<Secret> watch = new Watch<>(
            "secrets", "ns", informable(), (_, _) -> {}, _ -> new BasicItemStore<>(Cache::metaNamespaceKeyFunc));

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void newInformerReplacesTheOneBefore() throws Exception {
        assertThat(watch.renew(Duration.ofSeconds(30))).isTrue();

        assertThat(informers).extracting(informer -> informer.stopped).containsExactly(true, false);
    }

    @Test
    void informerThatSyncsTooLateIsStoppedAndNotUsed() throws Exception {
        sync = new CompletableFuture<>();

        assertThat(watch.renew(Duration.ofMillis(1))).isFalse();

        assertThat(informers).extracting(informer -> informer.stopped).containsExactly(false, true);
    }

    @Test
    void interruptedRenewalLeavesNothingOpen() {
        sync = new CompletableFuture<>();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> watch.renew(Duration.ofSeconds(30))).isInstanceOf(InterruptedException.class);

        assertThat(informers).extracting(informer -> informer.stopped).containsExactly(false, true);
    }

    /** Has synced when it is stopped, as one does that is stopped a moment too late. */
    private static final class Informer {

        private final CompletableFuture<Void> synced;
        private boolean stopped;

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
                (self, method, _) -> switch (method.getName()) {
                    case "start" -> informer.synced;
                    case "hasSynced" -> informer.synced.isDone() || informer.stopped;
                    case "stop" -> {
                        informer.stopped = true;
                        yield null;
                    }
                    default -> self;
                });
    }
}
