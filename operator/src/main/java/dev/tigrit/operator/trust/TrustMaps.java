package dev.tigrit.operator.trust;

import dev.tigrit.operator.config.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ConfigMap that pods mount to know whom to trust, in each namespace that is watched and in the release's own.
 *
 * @param owners of the one in the release's namespace: an owner cannot be in another one
 */
public record TrustMaps(
        KubernetesClient client, Names names, Set<String> namespaces, Supplier<List<OwnerReference>> owners) {

    /**
     * The CA certificates that the trust ConfigMap of the release held when it was last looked at.
     *
     * @param authorities in its order
     * @param since when the last one of them was added
     */
    public record Published(List<X509Certificate> authorities, Instant since) {

        /** Whether others have had that long to hear of it: then it may sign. */
        boolean isKnown(X509Certificate authority, Instant now, Duration publishAhead) {
            return authorities.contains(authority) && !now.isBefore(since.plus(publishAhead));
        }

        /** Those that have not ended. */
        Stream<X509Certificate> valid(Instant now) {
            return authorities.stream()
                    .filter(authority -> now.isBefore(authority.getNotAfter().toInstant()));
        }

        /** What it is once these are in it; {@link #since} becomes now if one of them is new. */
        public Published with(List<X509Certificate> all, Instant now) {
            return new Published(List.copyOf(new LinkedHashSet<>(all)), authorities.containsAll(all) ? since : now);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(TrustMaps.class);

    private static final String AUTHORITIES = "ca.crt";

    /** When a CA certificate was last added. */
    private static final String SINCE = "secrets.tigrit.dev/authorities-since";

    /** When each issuer and each key was last seen. */
    private static final String SEEN = "secrets.tigrit.dev/tokens-seen";

    private static final String ISSUERS = "issuers";
    private static final String KEYS = "jwks.json";

    /** When all this was last compared with what the cluster says; what is older than a token may lack its key. */
    private static final String CHECKED_AT = "checked-at";

    /** What the one of the release holds. When it does not say since when, that is now. */
    public Published published(Instant now) {
        var stored = stored(names.namespace());
        try {
            return new Published(Pem.certificates(stored.getData().getOrDefault(AUTHORITIES, "")), since(stored, now));
        } catch (GeneralSecurityException _) {
            LOG.warn("the trust ConfigMap holds no list of certificates and is written anew");
            return new Published(List.of(), now);
        }
    }

    private static Instant since(ConfigMap stored, Instant now) {
        try {
            var since = stored.getMetadata().getAnnotations().get(SINCE);
            return since == null ? now : Instant.parse(since);
        } catch (DateTimeException _) {
            return now;
        }
    }

    /** Empty when there is none. */
    private ConfigMap stored(String namespace) {
        return Objects.requireNonNullElseGet(
                client.configMaps()
                        .inNamespace(namespace)
                        .withName(names.trust())
                        .get(),
                () -> new ConfigMapBuilder().withNewMetadata().endMetadata().build());
    }

    /**
     * Makes each of them say so.
     *
     * @return whether the one of the release does; a namespace that does not allow the write does not delay the others
     */
    public boolean publish(ClusterKeys cluster, Published authorities, Instant now) {
        var stored = stored(names.namespace());
        var seen = stored.getMetadata().getAnnotations().get(SEEN);
        var before =
                TokenTrust.of(stored.getData().get(ISSUERS), stored.getData().get(KEYS), seen, now);
        var tokens = before.with(cluster, now);
        var data = Map.of(
                ISSUERS,
                tokens.issuerLines(),
                KEYS,
                tokens.jwks(),
                CHECKED_AT,
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                AUTHORITIES,
                Pem.of(authorities.authorities()));
        var annotations = Map.of(SINCE, authorities.since().toString(), SEEN, tokens.times());
        var published = publish(names.namespace(), () -> stored, data, annotations);
        namespaces.stream()
                .filter(namespace -> !namespace.equals(names.namespace()))
                .forEach(namespace -> publish(namespace, () -> stored(namespace), data, annotations));
        return published;
    }

    private boolean publish(
            String namespace, Supplier<ConfigMap> read, Map<String, String> data, Map<String, String> annotations) {
        try {
            var stored = read.get();
            var version = stored.getMetadata().getResourceVersion();
            var map = client.resource(new ConfigMapBuilder()
                    .withMetadata(Names.metadata(namespace, names.trust())
                            .withAnnotations(annotations)
                            .withOwnerReferences(namespace.equals(names.namespace()) ? owners.get() : List.of())
                            .build())
                    .withData(data)
                    .build());
            var _ = version == null
                    ? map.create()
                    : map.lockResourceVersion(version).update();
            var before = new HashMap<>(stored.getData());
            before.put(CHECKED_AT, data.getOrDefault(CHECKED_AT, ""));
            if (!before.equals(data)) {
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
}
