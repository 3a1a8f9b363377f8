package dev.tigrit.operator.watch;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The objects that are known just now, of namespaces that are watched. */
public interface ObjectCache {

    /** Those that are labelled for the operator. */
    Stream<Secret> secrets(String namespace);

    @Nullable
    Secret secret(String namespace, String name);

    Stream<ManagedSecret> managedSecrets(String namespace);

    @Nullable
    ManagedSecret managedSecret(String namespace, String name);
}
