package dev.tigrit.operator.loop;

import dev.tigrit.operator.Names;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ManagedSecret documents that come with the release: no chart can contain them beside their own definition. */
final class Defaults {

    private static final Logger LOG = LoggerFactory.getLogger(Defaults.class);

    private final KubernetesClient client;
    private final Names names;
    private final Path folder;

    Defaults(KubernetesClient client, Names names, Path folder) {
        this.client = client;
        this.names = names;
        this.folder = folder;
    }

    /** Applies each of them; fields that somebody else has set since are theirs. */
    void apply() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (var file : files()) {
            try {
                apply(file);
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("document", file.getFileName())
                        .log("somebody has changed a default ManagedSecret, which is left as it is");
            }
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private void apply(Path file) throws IOException {
        var document = Serialization.unmarshal(Files.readString(file), ManagedSecret.class);
        var namespace = document.getMetadata().getNamespace();
        if (namespace != null && !namespace.equals(names.namespace())) {
            throw new IllegalArgumentException(file.getFileName() + " is not of namespace " + names.namespace());
        }
        document.getMetadata().setNamespace(names.namespace());
        client.resource(document)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(names.manager() + "-defaults")
                        .withForce(false)
                        .build());
        LOG.atInfo().addKeyValue("name", document.getMetadata().getName()).log("a default ManagedSecret was applied");
    }
}
