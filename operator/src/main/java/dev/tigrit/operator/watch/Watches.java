package dev.tigrit.operator.watch;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operator follows. A list or watch is always of one namespace: what is not configured is not seen, whatever the cluster
 * would allow.
 */
public final class Watches implements ObjectCache, AutoCloseable {

    private static final long PAGE = 250;

    /** A Secret has up to 1 MiB, so that a page of them is what may be in memory beside what is held. */
    private static final long SECRETS_PAGE = 10;

    private static final long BUNDLE_PAGE = 4;
    private static final long OWN_BUDGET = 32 * 1024 * 1024;
    private static final long BUDGET_SLACK = 256 * 1024;
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final Map<String, Watch<Secret>> secrets = new HashMap<>();
    private final Map<String, Watch<ManagedSecret>> managed = new HashMap<>();
    private final Watch<EndpointSlice> slices;
    private final Watch<Secret> bundle;

    public Watches(KubernetesClient client, OperatorConfig config, LeaderEvents events) {
        var names = config.names();
        for (var namespace : config.namespaces().keySet()) {
            var labelled = client.secrets()
                    .inNamespace(namespace)
                    .withLabel(Names.SYNC_LABEL, "true")
                    .withLimit(SECRETS_PAGE);
            var budget = budget(config, namespace);
            secrets.put(
                    namespace,
                    new Watch<>("secrets", namespace, labelled, (_, _) -> events.changed(), new HeldSecrets(budget)));
            var documents =
                    client.resources(ManagedSecret.class).inNamespace(namespace).withLimit(PAGE);
            managed.put(
                    namespace,
                    new Watch<>("managedsecrets", namespace, documents, (_, _) -> events.changed(), trimmed()));
        }
        var own = names.namespace();
        var listed = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(own)
                .withLabel(SERVICE_LABEL, names.admin())
                .withLimit(PAGE);
        slices = new Watch<>(
                "endpointslices", own, listed, (_, _) -> events.note(LeaderEvents.Kind.ENDPOINTS), trimmed());
        var stored = client.secrets()
                .inNamespace(own)
                .withLabel(Names.BUNDLE_LABEL, names.release())
                .withLimit(BUNDLE_PAGE);
        bundle = new Watch<>(
                "bundle",
                own,
                stored,
                (_, deleted) -> {
                    if (deleted) {
                        events.note(LeaderEvents.Kind.BUNDLE_DELETED);
                    }
                    events.changed();
                },
                trimmed());
    }

    /** Holds objects without managed fields, annotations, and the bundle's Secrets without data: nobody here asks for them. */
    private static <T extends HasMetadata> ItemStore<T> trimmed() {
        return new BasicItemStore<T>(Cache::metaNamespaceKeyFunc) {
            @Override
            public @Nullable T put(String key, T item) {
                item.getMetadata().setManagedFields(null);
                item.getMetadata().setAnnotations(null);
                if (item instanceof Secret secret) {
                    secret.setData(null);
                }
                return super.put(key, item);
            }
        };
    }

    /** The release's Secrets may fill the bundle; of another namespace's about twice as much is held as it may have in it. */
    private static long budget(OperatorConfig config, String namespace) {
        return namespace.equals(config.namespace())
                ? OWN_BUDGET
                : 2L * config.share(namespace).bytes() + BUDGET_SLACK;
    }

    /** Namespaces whose objects are all known. */
    public Set<String> observed() {
        return secrets.keySet().stream()
                .filter(namespace -> of(secrets, namespace).isSynced()
                        && of(managed, namespace).isSynced())
                .collect(Collectors.toSet());
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

    /** The Secrets that hold the bundle, without data. */
    public Stream<Secret> bundleSecrets() {
        return bundle.objects();
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
