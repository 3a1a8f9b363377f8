package dev.tigrit.operator.source;

import dev.tigrit.operator.config.Names;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks whether there is a Secret that no watch shows, because its owner has not labelled it. */
public interface Unlabelled {

    Logger LOG = LoggerFactory.getLogger(Unlabelled.class);

    /** What became of looking for one Secret. */
    enum Found {
        NOTHING,
        UNLABELLED,
        /** Labelled; the watch does not have it yet. */
        LABELLED,
        /** It is being looked for. */
        PENDING,
        /** It could not be looked for. */
        UNKNOWN
    }

    Found look(String namespace, String name);

    /** By asking the API server. One name that cannot be asked for says nothing of the others, so that nothing is thrown. */
    static Unlabelled of(KubernetesClient client) {
        return (namespace, name) -> {
            try {
                var secret =
                        client.secrets().inNamespace(namespace).withName(name).get();
                if (secret == null) {
                    return Found.NOTHING;
                }
                var labels = secret.getMetadata().getLabels();
                return labels != null && "true".equals(labels.get(Names.SYNC_LABEL))
                        ? Found.LABELLED
                        : Found.UNLABELLED;
            } catch (RuntimeException e) {
                LOG.atDebug()
                        .addKeyValue("namespace", namespace)
                        .addKeyValue("name", name)
                        .addKeyValue("problem", e.getClass().getSimpleName())
                        .log("a Secret cannot be looked up");
                return Found.UNKNOWN;
            }
        };
    }
}
