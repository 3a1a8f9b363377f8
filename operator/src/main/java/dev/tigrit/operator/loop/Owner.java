package dev.tigrit.operator.loop;

import dev.tigrit.operator.Names;
import dev.tigrit.operator.bundle.Bundle;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Deployment of the Secrets service, to which bundle, trust, certificates and the Lease belong: they go when it goes, not with the operator. */
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
            owned().forEach(this::adopt);
            adopted = found;
        }
    }

    private Stream<Resource<? extends HasMetadata>> owned() {
        var shards = IntStream.range(0, Bundle.SHARDS).mapToObj(number -> names.bundle() + "-" + number);
        var secrets = Stream.concat(Stream.of(names.bundle(), names.tls(), names.authority()), shards)
                .map(name -> client.secrets().inNamespace(names.namespace()).withName(name));
        return Stream.concat(
                secrets,
                Stream.of(
                        client.configMaps().inNamespace(names.namespace()).withName(names.trust()),
                        client.leases().inNamespace(names.namespace()).withName(names.operator())));
    }

    private <T extends HasMetadata> void adopt(Resource<T> resource) {
        var stored = resource.get();
        if (stored != null && !references.equals(stored.getMetadata().getOwnerReferences())) {
            stored.getMetadata().setOwnerReferences(references);
            client.resource(stored)
                    .lockResourceVersion(stored.getMetadata().getResourceVersion())
                    .update();
            LOG.atInfo()
                    .addKeyValue("kind", stored.getKind())
                    .addKeyValue("name", stored.getMetadata().getName())
                    .log("an object was given to the Deployment of the Secrets service");
        }
    }
}
