package dev.tigrit.operator.trust;

import dev.tigrit.operator.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ConfigMap that pods mount to know whom to trust, in each namespace that is watched and in the release's own. */
public final class TrustMaps {

    private static final Logger LOG = LoggerFactory.getLogger(TrustMaps.class);

    private final KubernetesClient client;
    private final Names names;
    private final Set<String> namespaces;
    private final Supplier<List<OwnerReference>> owners;

    /** @param owners of the one in the release's namespace: an owner cannot be in another one */
    public TrustMaps(
            KubernetesClient client, Names names, Set<String> namespaces, Supplier<List<OwnerReference>> owners) {
        this.client = client;
        this.names = names;
        this.namespaces = namespaces;
        this.owners = owners;
    }

    /**
     * Makes each of them say so.
     *
     * @param authorities PEM
     * @return whether all of them do; a namespace that does not let us write holds up nobody else
     */
    public boolean publish(ClusterKeys keys, String authorities) {
        var data = Map.of("issuer", keys.issuer(), "jwks.json", keys.jwks(), "ca.crt", authorities);
        var published = publish(names.namespace(), data);
        for (var namespace : namespaces) {
            if (!namespace.equals(names.namespace())) {
                published &= publish(namespace, data);
            }
        }
        return published;
    }

    private boolean publish(String namespace, Map<String, String> data) {
        try {
            var stored = client.configMaps()
                    .inNamespace(namespace)
                    .withName(names.trust())
                    .get();
            if (stored == null) {
                client.resource(map(namespace, data)).create();
                LOG.atInfo().addKeyValue("namespace", namespace).log("the trust ConfigMap was made");
            } else if (!data.equals(stored.getData())) {
                client.resource(map(namespace, data))
                        .lockResourceVersion(stored.getMetadata().getResourceVersion())
                        .update();
                LOG.atInfo().addKeyValue("namespace", namespace).log("the trust ConfigMap was changed");
            }
            return true;
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("status", e.getCode())
                    .log("the trust ConfigMap cannot be written");
            return false;
        }
    }

    private ConfigMap map(String namespace, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(names.trust())
                .withNamespace(namespace)
                .withLabels(names.labels())
                .withOwnerReferences(namespace.equals(names.namespace()) ? owners.get() : List.of())
                .endMetadata()
                .withData(data)
                .build();
    }
}
