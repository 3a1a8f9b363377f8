package dev.tigrit.operator.bundle;

import dev.tigrit.operator.config.Names;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets that a bundle is kept in, each with the version it was last seen at here. They belong to no other object: what remembers the
 * versions has to outlive whatever serves them.
 */
public final class BundleSecrets {

    /**
     * @param version resourceVersion
     * @param files how many data keys
     */
    private record Known(String version, int files) {

        static Known of(Secret secret) {
            return new Known(
                    secret.getMetadata().getResourceVersion(), data(secret).size());
        }
    }

    private final KubernetesClient client;
    private final Names names;
    private final Map<String, Known> seen = new ConcurrentHashMap<>();

    public BundleSecrets(KubernetesClient client, Names names) {
        this.client = client;
        this.names = names;
    }

    String indexName() {
        return names.bundle();
    }

    String shardName(int number) {
        return names.bundle() + "-" + number;
    }

    void forget() {
        seen.clear();
    }

    /** @return base64 by file name, or null when there is no such Secret */
    @Nullable
    Map<String, String> read(String name) {
        var secret = resource(name).get();
        if (secret == null) {
            seen.remove(name);
            return null;
        }
        seen.put(name, Known.of(secret));
        return data(secret);
    }

    /** The same, on the condition that nobody else has written since it was last seen here: looking again must not lift that. */
    @Nullable
    Map<String, String> readUnchanged(String name) throws StaleBundle {
        var secret = resource(name).get();
        if (secret == null ? seen.containsKey(name) : !Known.of(secret).equals(seen.get(name))) {
            throw new StaleBundle(name);
        }
        return secret == null ? null : data(secret);
    }

    void write(String name, Map<String, String> data) throws StaleBundle {
        var known = seen.get(name);
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(names.namespace())
                .withLabels(names.bundleLabels())
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
        try {
            var written = known == null
                    ? client.resource(secret).create()
                    : client.resource(secret)
                            .lockResourceVersion(known.version())
                            .update();
            seen.put(name, Known.of(written));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new StaleBundle(name);
            }
            throw e;
        }
    }

    int files(String name) {
        var known = seen.get(name);
        return known == null ? 0 : known.files();
    }

    boolean isOwn(Secret secret) {
        var known = seen.get(secret.getMetadata().getName());
        // Versions of one kind are ordered; an event of an earlier write may come late.
        return known != null
                && Long.parseLong(secret.getMetadata().getResourceVersion()) <= Long.parseLong(known.version());
    }

    private Resource<Secret> resource(String name) {
        return client.secrets().inNamespace(names.namespace()).withName(name);
    }

    private static Map<String, String> data(Secret secret) {
        return secret.getData() == null ? Map.of() : secret.getData();
    }
}
