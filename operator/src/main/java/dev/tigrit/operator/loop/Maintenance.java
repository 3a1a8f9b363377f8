package dev.tigrit.operator.loop;

import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.push.AdminClient;
import dev.tigrit.operator.trust.Certificates;
import dev.tigrit.operator.trust.ClusterKeys;
import dev.tigrit.operator.trust.TrustMaps;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has no watch: trust, certificates, and the owner of both. Done when the leader begins, and at intervals.
 *
 * <p>Trust, certificates and the Lease belong to the Deployment of the Secrets service: they go when it goes, not with the operator. The
 * bundle belongs to nobody: versions must not go back while anything remembers them.
 */
final class Maintenance {

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Path token;
    private final Names names;
    private final Defaults defaults;
    private final Certificates certificates;
    private final TrustMaps trust;
    private final AdminClient admin;

    /** The Deployment of the Secrets service; empty before it is there. */
    private volatile List<OwnerReference> owners = List.of();

    private List<OwnerReference> adopted = List.of();

    /** End of the last CA that replicas may have their leaf of; null before the first round. */
    volatile @Nullable Instant trustedUntil;

    Maintenance(
            KubernetesClient client, OperatorConfig config, InstantSource clock, AdminClient admin, Defaults defaults) {
        this.client = client;
        this.clock = clock;
        this.token = config.admin().tokenFile();
        this.names = config.names();
        this.admin = admin;
        this.defaults = defaults;
        certificates = new Certificates(client, names, config.certificate(), clock, () -> owners);
        trust = new TrustMaps(client, names, config.namespaces().keySet(), () -> owners);
    }

    /** One round; what fails is done by the next one. Each certificate of a CA is published before anything is served by it. */
    void run() throws IOException {
        findOwner();
        var now = clock.instant();
        var published = trust.published(now);
        var authorities = certificates.trusted(published);
        if (authorities.isEmpty()) {
            throw new IllegalStateException("the CA of the Secrets service has not been made yet");
        }
        trustedUntil = authorities.stream()
                .map(authority -> authority.getNotAfter().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        // Not what was only published: whoever may write a ConfigMap must not be able to receive the bundle.
        admin.trust(authorities);
        var publishable = certificates.publishable(published, authorities);
        if (!trust.publish(ClusterKeys.read(client, token), publishable, now)) {
            throw new IllegalStateException("the trust ConfigMap of the release cannot be written");
        }
        certificates.serve(publishable);
        defaults.apply();
    }

    /** Looks for the Deployment; what was made before it, or for another one of this name, is given to it. */
    private void findOwner() {
        var deployment = client.apps()
                .deployments()
                .inNamespace(names.namespace())
                .withName(names.secrets())
                .get();
        if (deployment == null) {
            return;
        }
        var found = List.of(Names.owner(deployment));
        owners = found;
        if (!found.equals(adopted)) {
            var secrets = client.secrets().inNamespace(names.namespace());
            // The trust ConfigMap is written in each round, with its owner.
            give(secrets.withName(names.tls()), found);
            give(secrets.withName(names.authority()), found);
            give(client.leases().inNamespace(names.namespace()).withName(names.operator()), found);
            adopted = found;
        }
    }

    private <T extends HasMetadata> void give(Resource<T> resource, List<OwnerReference> given) {
        var stored = resource.get();
        if (stored != null && !given.equals(stored.getMetadata().getOwnerReferences())) {
            stored.getMetadata().setOwnerReferences(given);
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
