package dev.tigrit.operator.watch;

import dev.tigrit.operator.Names;
import dev.tigrit.operator.OperatorConfig;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.source.Seen;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operator follows. A list or watch is always of one namespace: what is not configured is not seen, whatever the cluster
 * would allow.
 */
public final class Watches implements Seen, AutoCloseable {

    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final Map<String, Watch<Secret>> secrets = new HashMap<>();
    private final Map<String, Watch<ManagedSecret>> managed = new HashMap<>();
    private final Watch<EndpointSlice> slices;
    private final Watch<Secret> bundle;

    public Watches(KubernetesClient client, OperatorConfig config, Changes changes) {
        var names = config.names();
        for (var namespace : config.namespaces().keySet()) {
            var labelled = client.secrets().inNamespace(namespace).withLabel(Names.SYNC_LABEL, "true");
            secrets.put(
                    namespace,
                    new Watch<>(
                            "secrets", namespace, labelled, new Told<>(changes::sources), UnaryOperator.identity()));
            var documents = client.resources(ManagedSecret.class).inNamespace(namespace);
            managed.put(
                    namespace,
                    new Watch<>(
                            "managedsecrets",
                            namespace,
                            documents,
                            new Told<>(changes::sources),
                            UnaryOperator.identity()));
        }
        slices = new Watch<>(
                "endpointslices",
                names.namespace(),
                client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(names.namespace())
                        .withLabel(SERVICE_LABEL, names.admin()),
                new Told<>(changes::endpoints),
                UnaryOperator.identity());
        bundle = new Watch<>(
                "bundle",
                names.namespace(),
                client.secrets().inNamespace(names.namespace()).withLabel(Names.BUNDLE_LABEL, names.release()),
                new Touched(changes),
                Watches::withoutData);
    }

    private static Secret withoutData(Secret secret) {
        secret.setData(null);
        return secret;
    }

    /** Namespaces whose objects are all known. */
    public Set<String> observed() {
        return secrets.keySet().stream().filter(this::isObserved).collect(Collectors.toSet());
    }

    private boolean isObserved(String namespace) {
        return of(secrets, namespace).isSynced() && of(managed, namespace).isSynced();
    }

    /** Whether endpoints are known, and the sources of every namespace. */
    public boolean isSynced() {
        return all().stream().allMatch(Watch::isSynced);
    }

    public boolean isEndpointsSynced() {
        return slices.isSynced();
    }

    @Override
    public Stream<Secret> secrets(String namespace) {
        return of(secrets, namespace).objects();
    }

    @Override
    public @Nullable Secret secret(String namespace, String name) {
        return of(secrets, namespace).object(name);
    }

    @Override
    public Stream<ManagedSecret> managedSecrets(String namespace) {
        return of(managed, namespace).objects();
    }

    @Override
    public @Nullable ManagedSecret managedSecret(String namespace, String name) {
        var watch = managed.get(namespace);
        return watch == null ? null : watch.object(name);
    }

    public Stream<EndpointSlice> endpointSlices() {
        return slices.objects();
    }

    public List<Watch<?>> all() {
        var all = new ArrayList<Watch<?>>(secrets.values());
        all.addAll(managed.values());
        all.add(slices);
        all.add(bundle);
        return all;
    }

    private static <T> T of(Map<String, T> watches, String namespace) {
        var watch = watches.get(namespace);
        if (watch == null) {
            throw new IllegalArgumentException("namespace " + namespace + " is not watched");
        }
        return watch;
    }

    @Override
    public void close() {
        all().forEach(Watch::close);
    }
}
