package dev.tigrit.operator.loop;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.desire.Candidate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
import java.util.stream.Collectors;
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
    /** Documents as they were applied, by name. */
    private final Map<String, String> applied = new HashMap<>();

    /** When those were applied that the watch has not told of since, by {@link System#nanoTime}. */
    private final Map<String, Long> awaited = new HashMap<>();

    Defaults(KubernetesClient client, Names names, Path folder) {
        this.client = client;
        this.names = names;
        this.folder = folder;
    }

    /** Applies each one that is new or has changed; fields that somebody else has set since are theirs. */
    void apply() throws IOException {
        var texts = new ArrayList<String>();
        for (var file : files()) {
            texts.add(Files.readString(file));
        }
        applied.values().retainAll(texts);
        for (var text : texts) {
            if (!applied.containsValue(text)) {
                apply(text);
            }
        }
    }

    /**
     * Applies again what is no longer there.
     *
     * @param candidates that the next decision is made on: what the watch has told meanwhile does not count
     * @return whether the watch should tell of one soon, so that nothing should be decided without it
     */
    boolean restore(List<Candidate> candidates) {
        var seen = candidates.stream()
                .map(Candidate::claim)
                .filter(claim -> claim.kind().equals(Claim.MANAGED_SECRET)
                        && claim.namespace().equals(names.namespace()))
                .map(Claim::name)
                .collect(Collectors.toSet());
        var wait = false;
        for (var document : Map.copyOf(applied).entrySet()) {
            var name = document.getKey();
            var since = awaited.get(name);
            if (seen.contains(name)) {
                awaited.remove(name);
            } else if (since != null && System.nanoTime() - since < PATIENCE.toNanos()) {
                wait = true;
            } else {
                wait |= applyAgain(name, document.getValue()) && since == null;
            }
        }
        return wait;
    }

    private boolean applyAgain(String name, String text) {
        try {
            apply(text);
            return true;
        } catch (KubernetesClientException e) {
            // Nothing waits for it, and the next pass tries again.
            LOG.atWarn()
                    .addKeyValue("name", name)
                    .addKeyValue("status", e.getCode())
                    .log("a default ManagedSecret is gone and cannot be applied again just now");
            return false;
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
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
            client.resource(document).fieldManager(Names.MANAGER + "-defaults").serverSideApply();
            LOG.atInfo().addKeyValue("name", name).log("a default ManagedSecret was applied");
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("name", name)
                    .log("somebody has changed a default ManagedSecret, which is left as it is");
        }
        applied.put(name, text);
        awaited.put(name, System.nanoTime());
    }
}
