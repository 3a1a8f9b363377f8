package dev.tigrit.charts.kit;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields that the model of an object has no place for: a typing error that the API server would drop without a word. */
final class UnknownFields {

    private UnknownFields() {}

    /** Kinds that fabric8 has no model of pass: their fields cannot be known here. */
    static void refuse(Object object) {
        if (!(object instanceof GenericKubernetesResource)) {
            refuse(object, object.getClass().getSimpleName());
        }
    }

    private static void refuse(@Nullable Object value, String path) {
        switch (value) {
            case Collection<?> collection -> collection.forEach(element -> refuse(element, path + "[]"));
            case Map<?, ?> map -> map.forEach((key, member) -> refuse(member, path + "." + key));
            case KubernetesResource resource -> {
                for (var method : resource.getClass().getMethods()) {
                    if (isGetter(method)) {
                        look(resource, method, path);
                    }
                }
            }
            case null, default -> {}
        }
    }

    private static void look(KubernetesResource resource, Method getter, String path) {
        try {
            var value = getter.invoke(resource);
            if (getter.getName().equals("getAdditionalProperties")) {
                if (value instanceof Map<?, ?> unknown && !unknown.isEmpty()) {
                    throw new AssertionError(path + " has no " + unknown.keySet());
                }
            } else {
                refuse(value, path + "." + getter.getName().substring(3));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static boolean isGetter(Method method) {
        return method.getName().startsWith("get")
                && method.getParameterCount() == 0
                && !method.getName().equals("getClass");
    }
}
