package dev.tigrit.operator.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.operator.bundle.Bundle.Rendered;
import dev.tigrit.operator.bundle.BundleStore.StaleBundle;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.Entries;
import dev.tigrit.operator.testkit.NeedsApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a leader remembers when its looks at the store fail. */
@NeedsApiServer
class StoredBundleCacheIT {

    private static final String KEY = "TELEGRAM_BOT_TOKEN";
    private static final Incarnation INCARNATION = new Incarnation("1764000000000-0123456789abcdef");
    private static final SecretValue DIGEST_KEY = SecretValue.random();
    private static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");
    private static final int NEVER = -1;

    private final Names names = new Names("tigrit", ApiServer.shared().namespace("cache"));
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    /** Reads until one fails. */
    private final AtomicInteger reads = new AtomicInteger(NEVER);

    private final AtomicBoolean refused = new AtomicBoolean();
    private final KubernetesClient client = ApiServer.shared().newClient((method, _) -> {
        if (method.equals("GET") && reads.get() != NEVER && reads.getAndDecrement() == 0) {
            throw new IllegalStateException("the network is gone");
        }
        if (!method.equals("GET") && refused.get()) {
            throw new IllegalStateException("etcd has no room");
        }
    });
    private final KubernetesClient otherClient = ApiServer.shared().newClient();
    private final StoredBundleCache cache = new StoredBundleCache(store(client), now::get, () -> {});
    private final BundleStore other = store(otherClient);

    private BundleStore store(KubernetesClient by) {
        return new BundleStore(by, names, InstantSource.system());
    }

    private static Bundle bundle(long revision, String value) {
        var entry = Entries.entry(KEY, value, revision, BEGIN);
        return Bundle.of(INCARNATION, revision, DIGEST_KEY, Map.of(KEY, Rendered.of(entry, DIGEST_KEY)), Map.of());
    }

    private Secret stored(String name) {
        return otherClient
                .secrets()
                .inNamespace(names.namespace())
                .withName(name)
                .get();
    }

    private String shard() {
        return names.bundle() + "-" + Bundle.shardOf(KEY);
    }

    @BeforeEach
    void begin() throws Exception {
        cache.read();
        cache.write(bundle(1, "42:one"));
    }

    @AfterEach
    void close() {
        client.close();
        otherClient.close();
    }

    private void othersWrite() throws Exception {
        other.load();
        other.store(bundle(2, "42:two"));
        cache.touched(stored(names.bundle()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 16, 17})
    void lookThatFailsAtAnyReadIsMadeAgain(int read) throws Exception {
        othersWrite();
        reads.set(read);

        assertThatThrownBy(cache::read).isInstanceOf(RuntimeException.class);

        reads.set(NEVER);
        assertThat(cache.read().bundle()).isEqualTo(bundle(2, "42:two"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 16, 17})
    void nothingIsOverwrittenAfterALookThatFailed(int read) throws Exception {
        othersWrite();
        reads.set(read);
        assertThatThrownBy(cache::read).isInstanceOf(RuntimeException.class);
        reads.set(NEVER);
        var shard = stored(shard());

        assertThatThrownBy(() -> cache.write(bundle(2, "42:stale"))).isInstanceOf(StaleBundle.class);

        assertThat(stored(shard())).isEqualTo(shard);
    }

    @Test
    void repairThatFailsIsMadeAgain() throws Exception {
        otherClient.resource(stored(shard())).delete();
        cache.doubt();
        refused.set(true);
        assertThatThrownBy(cache::read).isInstanceOf(RuntimeException.class);
        refused.set(false);

        var repaired = cache.read();

        assertThat(repaired.complete()).isTrue();
        assertThat(repaired.bundle().revision()).isEqualTo(2);
        assertThat(other.load()).isEqualTo(repaired);
    }

    @Test
    void filesAreNotRemovedBeforeTheBundleIsWholeAgain() throws Exception {
        cache.write(bundle(2, "42:two"));
        var files = stored(shard()).getData();
        assertThat(files).hasSize(2);
        // As a new leader finds it, that remembers nothing: the index names a file that is damaged.
        var index = stored(names.bundle());
        var named = files.keySet().stream()
                .filter(file -> new String(
                                Base64.getDecoder().decode(index.getData().get("index.json")),
                                StandardCharsets.US_ASCII)
                        .contains(file))
                .findFirst()
                .orElseThrow();
        otherClient.secrets().inNamespace(names.namespace()).withName(shard()).edit(secret -> {
            secret.getData().put(named, "AAAA");
            return secret;
        });
        var successor = new StoredBundleCache(store(client), now::get, () -> {});
        now.updateAndGet(before -> before.plus(Duration.ofHours(1)));

        assertThat(successor.read().complete()).isFalse();
        successor.prune(Duration.ofMinutes(1));
        assertThat(stored(shard()).getData()).hasSize(2);

        successor.write(bundle(3, "42:three"));
        now.updateAndGet(before -> before.plus(Duration.ofHours(1)));
        successor.prune(Duration.ofMinutes(1));
        assertThat(stored(shard()).getData()).hasSize(1);
    }
}
