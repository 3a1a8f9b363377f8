package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How long a changed Secret takes until all of three replicas serve it. In turn with it, on the same API server, what no operator can do
 * without: a watch, and one write of what was seen.
 */
@NeedsApiServer
class EditBench {

    private static final String KEY = "SESSION_SIGNING_KEY";
    private static final String VALUE = "a-value-of-more-than-32-bytes-number-";
    private static final int WARM_UP = 100;
    private static final int EDITS = 200;

    @Test
    void twoHundredEdits() throws Exception {
        try (var release = new Release("edits")) {
            var operator = release.operator();
            try (var replicas = RealReplicas.ready(release, 3, KEY, VALUE);
                    var bare = new Bare(release)) {
                var served = new long[EDITS];
                var written = new long[EDITS];
                for (var edit = -WARM_UP; edit < EDITS; edit++) {
                    var value = VALUE + edit;
                    var ours =
                            Release.untilAcknowledged(operator, 3, () -> release.labelled("keys", Map.of(KEY, value)));
                    var others = bare.written(value);
                    if (edit >= 0) {
                        served[edit] = ours;
                        written[edit] = others;
                    }
                }
                for (var process : replicas.processes) {
                    assertThat(replicas.secret(process, KEY).path("value").asText())
                            .isEqualTo(VALUE + (EDITS - 1));
                }
                Arrays.sort(served);
                Arrays.sort(written);
                System.out.println("edit to all of 3 replicas: " + Release.quantiles(served));
                System.out.println("edit to one write by a bare watch: " + Release.quantiles(written));
            }
        }
    }

    /** Writes what it sees of one Secret into another one. */
    private static final class Bare implements Watcher<Secret>, AutoCloseable {

        private final KubernetesClient client = ApiServer.shared().newClient();
        private final SynchronousQueue<String> done = new SynchronousQueue<>();
        private final String namespace;
        private final Watch watch;

        Bare(Release release) {
            namespace = release.namespace;
            write("bare-source", "");
            write("bare-target", "");
            watch = client.secrets()
                    .inNamespace(namespace)
                    .withName("bare-source")
                    .watch(this);
        }

        long written(String value) throws InterruptedException {
            var started = System.nanoTime();
            write("bare-source", value);
            String seen;
            do {
                seen = done.poll(10, TimeUnit.SECONDS);
            } while (seen != null && !seen.equals(value));
            assertThat(seen).isEqualTo(value);
            return System.nanoTime() - started;
        }

        @Override
        public void eventReceived(Action action, Secret seen) {
            var value = Release.text(seen, "value");
            write("bare-target", value);
            try {
                done.offer(value, 1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void write(String name, String value) {
            client.resource(new SecretBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace(namespace)
                            .endMetadata()
                            .withStringData(Map.of("value", value))
                            .build())
                    .serverSideApply();
        }

        @Override
        public void onClose(@Nullable WatcherException cause) {
            // Written waits no longer than ten seconds.
        }

        @Override
        public void close() {
            watch.close();
            client.close();
        }
    }
}
