package dev.tigrit.charts.kit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/** The objects that a chart renders. */
public record Manifests(List<HasMetadata> objects) {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    /** @throws AssertionError when an object has a field that its kind does not have */
    public static Manifests parse(String yaml) {
        var objects = new ArrayList<HasMetadata>();
        for (var document : yaml.split("(?m)^---$", -1)) {
            if (document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
                HasMetadata object = SERIALIZATION.unmarshal(document);
                UnknownFields.refuse(object);
                objects.add(object);
            }
        }
        return new Manifests(objects);
    }

    public <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public List<HasMetadata> all(String kind) {
        return objects.stream().filter(object -> object.getKind().equals(kind)).toList();
    }

    /** The only object of the kind and name. */
    public <T extends HasMetadata> T get(Class<T> type, String name) {
        var found = all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects " + type.getSimpleName() + " " + name);
        }
        return found.getFirst();
    }

    public boolean has(Class<? extends HasMetadata> type, String name) {
        return all(type).stream()
                .anyMatch(object -> object.getMetadata().getName().equals(name));
    }

    /** Of every Deployment. Hooks, and so the pods of `helm test`, are not among what Helm hands over here. */
    public List<PodSpec> pods() {
        return all(Deployment.class).stream()
                .map(deployment -> deployment.getSpec().getTemplate().getSpec())
                .toList();
    }

    public PodSpec pod(String deployment) {
        return get(Deployment.class, deployment).getSpec().getTemplate().getSpec();
    }
}
