package dev.tigrit.operator.loop;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.watch.ObjectCache;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ManagedSecret documents that come with the release: no chart can contain them beside their own definition. One that somebody deletes is
 * applied again before its key can leave the bundle; who does not want it takes it out of the release's values.
 */
final class Defaults {

    /** How long passes wait for the watch to tell of a document that was applied. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Defaults.class);

    private final KubernetesClient client;
    private final Names names;
    private final Path folder;
    /** By name of the document. */
    private final Map<String, Applied> applied = new HashMap<>();

    /**
     * A document as it was applied.
     *
     * @param at {@link System#nanoTime} of that
     * @param told whether the watch has told of it since
     */
    private record Applied(String text, long at, boolean told) {}

    Defaults(KubernetesClient client, Names names, Path folder) {
        this.client = client;
        this.names = names;
        this.folder = folder;
    }

    /** Applies each one that is new or has changed; fields that somebody else has set since are theirs. */
    void apply() throws IOException {
        var texts = new ArrayList<String>();
        if (Files.isDirectory(folder)) {
            for (var file : files()) {
                texts.add(Files.readString(file));
            }
        }
        applied.values().removeIf(known -> !texts.contains(known.text));
        for (var text : texts) {
            if (applied.values().stream().noneMatch(known -> known.text.equals(text))) {
                apply(text);
            }
        }
    }

    /**
     * Applies again what is no longer there.
     *
     * @return whether the watch should tell of one soon, so that nothing should be decided without it
     */
    boolean restore(ObjectCache seen) {
        var awaited = false;
        for (var name : Set.copyOf(applied.keySet())) {
            var known = Objects.requireNonNull(applied.get(name));
            if (seen.managedSecret(names.namespace(), name) != null) {
                applied.put(name, new Applied(known.text, known.at, true));
            } else if (known.told) {
                awaited |= applyAgain(name, known.text);
            } else if (System.nanoTime() - known.at < PATIENCE.toNanos()) {
                awaited = true;
            } else {
                applyAgain(name, known.text);
            }
        }
        return awaited;
    }

    private boolean applyAgain(String name, String text) {
        try {
            apply(text);
            return true;
        } catch (KubernetesClientException e) {
            // Nothing waits for it, and the next pass tries again.
            applied.put(name, new Applied(text, System.nanoTime() - PATIENCE.toNanos(), false));
            LOG.atWarn()
                    .addKeyValue("name", name)
                    .addKeyValue("status", e.getCode())
                    .log("a default ManagedSecret is gone and cannot be applied again just now");
            return false;
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private void apply(String text) {
        var document = Serialization.unmarshal(text, ManagedSecret.class);
        var name = document.getMetadata().getName();
        var namespace = document.getMetadata().getNamespace();
        if (namespace != null && !namespace.equals(names.namespace())) {
            throw new IllegalArgumentException(name + " is not of namespace " + names.namespace());
        }
        document.getMetadata().setNamespace(names.namespace());
        try {
            client.resource(document)
                    .patch(new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager(names.manager() + "-defaults")
                            .withForce(false)
                            .build());
            LOG.atInfo().addKeyValue("name", name).log("a default ManagedSecret was applied");
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("name", name)
                    .log("somebody has changed a default ManagedSecret, which is left as it is");
        }
        applied.put(name, new Applied(text, System.nanoTime(), false));
    }
}
