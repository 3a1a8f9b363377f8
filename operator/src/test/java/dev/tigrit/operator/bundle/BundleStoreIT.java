package dev.tigrit.operator.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.operator.bundle.Bundle.Rendered;
import dev.tigrit.operator.bundle.BundleStore.StaleBundle;
import dev.tigrit.operator.bundle.BundleStore.StoredBundle;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.Entries;
import dev.tigrit.operator.testkit.Interposed;
import dev.tigrit.operator.testkit.NeedsApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two that write the same Secrets, and one that ends between them. */
@NeedsApiServer
class BundleStoreIT {

    private static final Incarnation INCARNATION = new Incarnation("1764000000000-0123456789abcdef");
    private static final SecretValue DIGEST_KEY = SecretValue.random();
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    /** Keys of one shard, of which values of the greatest length fill more than its half. */
    private static final List<String> KEYS = IntStream.range(0, 1000)
            .mapToObj(number -> "KEY_" + number)
            .filter(key -> Bundle.shardOf(key) == 3)
            .limit(6)
            .toList();

    private final Names names = new Names("tigrit", ApiServer.shared().namespace("bundles"));
    private final List<KubernetesClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(KubernetesClient::close);
    }

    private BundleStore store(Interposed requests) {
        var client = ApiServer.shared().newClient(requests);
        clients.add(client);
        return new BundleStore(client, names, InstantSource.system());
    }

    private static Bundle bundle(long version, String value) {
        var entries = new HashMap<String, Rendered>();
        for (var key : KEYS) {
            var entry = Entries.entry(key, value, version, NOW);
            entries.put(key, Rendered.of(entry, DIGEST_KEY));
        }
        return Bundle.of(INCARNATION, version, DIGEST_KEY, entries, Map.of());
    }

    @Test
    void writerWhileItIsReadIsNotTakenForALoss() throws Exception {
        var other = store((_, _) -> {});
        other.load();
        other.store(bundle(1, "one"));
        var writes = new AtomicBoolean(true);
        var store = store((method, path) -> {
            if (method.equals("GET") && path.endsWith("-bundle-3") && writes.getAndSet(false)) {
                storeBoth(other);
            }
        });

        assertThatThrownBy(store::load).isInstanceOf(StaleBundle.class);

        assertThat(store.load()).isEqualTo(new StoredBundle(bundle(3, "three"), true));
    }

    /** After the second one the file that the first index names is gone. */
    private static void storeBoth(BundleStore other) {
        try {
            other.store(bundle(2, "two"));
            other.store(bundle(3, "three"));
        } catch (StaleBundle e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void largeShardIsNotLostByACrashBeforeTheIndex() throws Exception {
        var crashes = new AtomicBoolean();
        var store = store((method, path) -> {
            if (crashes.get() && method.equals("PUT") && path.endsWith("-bundle")) {
                throw new IllegalStateException("ended");
            }
        });
        store.load();
        store.store(bundle(1, "a".repeat(128 * 1024)));
        var next = bundle(2, "b".repeat(128 * 1024));
        crashes.set(true);
        assertThatThrownBy(() -> store.store(next)).isInstanceOf(RuntimeException.class);

        var after = store((_, _) -> {});
        var loaded = after.load();

        assertThat(loaded.complete()).isFalse();
        assertThat(loaded.bundle().revision()).isEqualTo(1);
        assertThat(loaded.bundle().entries().values())
                .extracting(Rendered::entry)
                .isEqualTo(next.entries().values().stream().map(Rendered::entry).toList());
        after.store(next);
        assertThat(store((_, _) -> {}).load()).isEqualTo(new StoredBundle(next, true));
    }

    @Test
    void fileThatIsNotWhatItsNameSaysIsNotTaken() throws Exception {
        var store = store((_, _) -> {});
        store.load();
        store.store(bundle(1, "one"));
        clients.getFirst()
                .secrets()
                .inNamespace(names.namespace())
                .withName(names.bundle() + "-3")
                .edit(secret -> {
                    var file = secret.getData().values().iterator().next();
                    secret.setData(Map.of("shard-03-0123456789abcdef.json", file));
                    return secret;
                });

        var loaded = store.load();

        assertThat(loaded.complete()).isFalse();
        assertThat(loaded.bundle().entries()).isEmpty();
    }
}
