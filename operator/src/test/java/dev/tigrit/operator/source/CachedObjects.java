package dev.tigrit.operator.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.watch.ObjectCache;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Objects of a test file, seen as informers would show them: only labelled Secrets. */
public final class CachedObjects implements ObjectCache {

    private final List<HasMetadata> objects = new ArrayList<>();

    /** @param patterns by namespace; missing: any key in namespace tigrit */
    public static Sources of(JsonNode objects, JsonNode patterns) {
        var seen = seen(objects);
        var config = OperatorConfig.parse("{release: tigrit, namespace: tigrit, namespaces: %s}"
                .formatted(patterns.isEmpty() ? "null" : patterns));
        return new Sources(seen, config, seen::look);
    }

    static CachedObjects seen(JsonNode objects) {
        var seen = new CachedObjects();
        objects.forEach(node -> seen.objects.add(seen.complete(Serialization.unmarshal(node.toString(), type(node)))));
        return seen;
    }

    private static Class<? extends HasMetadata> type(JsonNode node) {
        return node.required("kind").asText().equals("Secret") ? Secret.class : ManagedSecret.class;
    }

    /** What the API server would fill in. */
    private HasMetadata complete(HasMetadata object) {
        var meta = object.getMetadata();
        meta.setNamespace(Objects.requireNonNullElse(meta.getNamespace(), "tigrit"));
        meta.setUid(Objects.requireNonNullElse(meta.getUid(), "uid-" + meta.getName()));
        meta.setCreationTimestamp(Objects.requireNonNullElse(meta.getCreationTimestamp(), "2026-11-01T00:00:00Z"));
        if (object instanceof Secret secret && secret.getStringData() != null) {
            var data = new HashMap<>(Objects.requireNonNullElse(secret.getData(), Map.<String, String>of()));
            secret.getStringData()
                    .forEach((key, value) ->
                            data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
            secret.setData(data);
        }
        return object;
    }

    /** A name with a question mark is one that the API server does not answer for. */
    private Lookups.Found look(String namespace, String name) {
        if (name.endsWith("?")) {
            return Lookups.Found.UNKNOWN;
        }
        return all(Secret.class, namespace)
                        .anyMatch(secret -> secret.getMetadata().getName().equals(name))
                ? Lookups.Found.UNLABELLED
                : Lookups.Found.NOTHING;
    }

    private <T extends HasMetadata> Stream<T> all(Class<T> type, String namespace) {
        return objects.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(object -> object.getMetadata().getNamespace().equals(namespace));
    }

    @Override
    public Stream<Secret> secrets(String namespace) {
        return all(Secret.class, namespace)
                .filter(secret -> secret.getMetadata().getLabels() != null
                        && "true".equals(secret.getMetadata().getLabels().get(Names.SYNC_LABEL)));
    }

    @Override
    public @Nullable Secret secret(String namespace, String name) {
        return secrets(namespace)
                .filter(secret -> secret.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Stream<ManagedSecret> managedSecrets(String namespace) {
        return all(ManagedSecret.class, namespace);
    }

    @Override
    public @Nullable ManagedSecret managedSecret(String namespace, String name) {
        return managedSecrets(namespace)
                .filter(document -> document.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
