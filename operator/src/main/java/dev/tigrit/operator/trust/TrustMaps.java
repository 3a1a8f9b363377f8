package dev.tigrit.operator.trust;

import dev.tigrit.operator.Names;
import dev.tigrit.operator.certificate.Pem;
import dev.tigrit.operator.certificate.Published;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ConfigMap that pods mount to know whom to trust, in each namespace that is watched and in the release's own. */
public final class TrustMaps {

    private static final Logger LOG = LoggerFactory.getLogger(TrustMaps.class);

    private static final String AUTHORITIES = "ca.crt";

    /** When a CA certificate was last added. */
    private static final String SINCE = "secrets.tigrit.dev/authorities-since";

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

    /** What the one of the release holds. When it does not say since when, that is now. */
    public Published published(Instant now) {
        var stored = client.configMaps()
                .inNamespace(names.namespace())
                .withName(names.trust())
                .get();
        if (stored == null || stored.getData() == null) {
            return new Published(List.of(), now);
        }
        try {
            return new Published(Pem.certificates(stored.getData().getOrDefault(AUTHORITIES, "")), since(stored, now));
        } catch (GeneralSecurityException _) {
            LOG.warn("the trust ConfigMap holds no list of certificates and is written anew");
            return new Published(List.of(), now);
        }
    }

    private static Instant since(ConfigMap stored, Instant now) {
        try {
            var since = annotation(stored);
            return since == null ? now : Instant.parse(since);
        } catch (DateTimeException _) {
            return now;
        }
    }

    private static @Nullable String annotation(ConfigMap stored) {
        var annotations = stored.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(SINCE);
    }

    /**
     * Makes each of them say so.
     *
     * @return whether the one of the release does; another namespace that does not let us write holds up nobody else
     */
    public boolean publish(ClusterKeys keys, Published authorities) {
        var data = Map.of(
                "issuer", keys.issuer(), "jwks.json", keys.jwks(), AUTHORITIES, Pem.of(authorities.authorities()));
        var since = authorities.since().toString();
        var published = publish(names.namespace(), data, since);
        for (var namespace : namespaces) {
            if (!namespace.equals(names.namespace())) {
                publish(namespace, data, since);
            }
        }
        return published;
    }

    private boolean publish(String namespace, Map<String, String> data, String since) {
        try {
            var stored = client.configMaps()
                    .inNamespace(namespace)
                    .withName(names.trust())
                    .get();
            if (stored == null) {
                client.resource(map(namespace, data, since)).create();
                LOG.atInfo().addKeyValue("namespace", namespace).log("the trust ConfigMap was made");
            } else if (!data.equals(stored.getData()) || !since.equals(annotation(stored))) {
                client.resource(map(namespace, data, since))
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

    private ConfigMap map(String namespace, Map<String, String> data, String since) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(names.trust())
                .withNamespace(namespace)
                .withLabels(names.labels())
                .addToAnnotations(SINCE, since)
                .withOwnerReferences(namespace.equals(names.namespace()) ? owners.get() : List.of())
                .endMetadata()
                .withData(data)
                .build();
    }
}
