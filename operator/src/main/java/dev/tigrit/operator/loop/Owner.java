package dev.tigrit.operator.loop;

import dev.tigrit.operator.config.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Deployment of the Secrets service, to which trust, certificates and the Lease belong: they go when it goes, not with the operator. The
 * bundle belongs to nobody: versions must not go back while anything remembers them.
 */
final class Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

    private final KubernetesClient client;
    private final Names names;
    private volatile List<OwnerReference> references = List.of();
    private List<OwnerReference> adopted = List.of();

    Owner(KubernetesClient client, Names names) {
        this.client = client;
        this.names = names;
    }

    /** Empty before the Deployment is there. */
    List<OwnerReference> references() {
        return references;
    }

    /** Looks for the Deployment; what was made before it, or for another one of this name, is given to it. */
    void refresh() {
        var deployment = client.apps()
                .deployments()
                .inNamespace(names.namespace())
                .withName(names.secrets())
                .get();
        if (deployment == null) {
            return;
        }
        var found = List.of(new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(names.secrets())
                .withUid(deployment.getMetadata().getUid())
                .build());
        references = found;
        if (!found.equals(adopted)) {
            owned().forEach(resource -> give(resource, found));
            adopted = found;
        }
    }

    private Stream<Resource<? extends HasMetadata>> owned() {
        var secrets = Stream.of(names.tls(), names.authority())
                .map(name -> client.secrets().inNamespace(names.namespace()).withName(name));
        return Stream.concat(
                secrets,
                Stream.of(
                        client.configMaps().inNamespace(names.namespace()).withName(names.trust()),
                        client.leases().inNamespace(names.namespace()).withName(names.operator())));
    }

    private <T extends HasMetadata> void give(Resource<T> resource, List<OwnerReference> owners) {
        var stored = resource.get();
        if (stored != null && !owners.equals(stored.getMetadata().getOwnerReferences())) {
            stored.getMetadata().setOwnerReferences(owners);
            client.resource(stored)
                    .lockResourceVersion(stored.getMetadata().getResourceVersion())
                    .update();
            LOG.atInfo()
                    .addKeyValue("kind", stored.getKind())
                    .addKeyValue("name", stored.getMetadata().getName())
                    .log("the owner of an object was set");
        }
    }
}
