package dev.tigrit.operator.loop;

import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.push.AdminClient;
import dev.tigrit.operator.trust.Certificates;
import dev.tigrit.operator.trust.ClusterKeys;
import dev.tigrit.operator.trust.TrustMaps;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** What has no watch: trust, certificates, the owner. Done when the leader begins, and at intervals. */
final class Maintenance {

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Path token;
    private final Owner owner;
    private final Defaults defaults;
    private final Certificates certificates;
    private final TrustMaps trust;
    private final AdminClient admin;

    Maintenance(
            KubernetesClient client,
            OperatorConfig config,
            InstantSource clock,
            Owner owner,
            AdminClient admin,
            Defaults defaults) {
        this.client = client;
        this.clock = clock;
        this.token = config.admin().tokenFile();
        this.owner = owner;
        this.admin = admin;
        var names = config.names();
        this.defaults = defaults;
        certificates = new Certificates(client, config, clock, owner::references);
        trust = new TrustMaps(client, names, config.namespaces().keySet(), owner::references);
    }

    /**
     * One round. Each certificate of a CA is published before anything is served by it.
     *
     * @throws RuntimeException when something could not be done; the next round does it
     */
    void run() throws IOException {
        owner.refresh();
        var now = clock.instant();
        var published = trust.published(now);
        var authorities = certificates.trusted(published);
        if (authorities.isEmpty()) {
            throw new IllegalStateException("the CA of the Secrets service has not been made yet");
        }
        // Not what was only published: whoever may write a ConfigMap must not be able to receive the bundle.
        admin.trust(authorities);
        var publishable = certificates.publishable(published, authorities);
        if (!trust.publish(ClusterKeys.read(client, token), publishable, now)) {
            throw new IllegalStateException("the trust ConfigMap of the release cannot be written");
        }
        certificates.serve(publishable);
        defaults.apply();
    }
}
