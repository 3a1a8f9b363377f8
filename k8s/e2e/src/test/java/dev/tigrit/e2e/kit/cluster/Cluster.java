package dev.tigrit.e2e.kit.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The cluster of {@code KUBE_CONTEXT}. */
public final class Cluster {

    public static final String CONTEXT = Objects.requireNonNullElse(System.getenv("KUBE_CONTEXT"), "kind-tigrit");

    private static final KubernetesClient CLIENT = new KubernetesClientBuilder()
            .withConfig(Config.autoConfigure(CONTEXT))
            .build();

    private Cluster() {}

    public static KubernetesClient client() {
        return CLIENT;
    }

    /** Pods of a chart of the release. */
    public static List<Pod> pods(String chart) {
        return pods(Map.of("app.kubernetes.io/instance", Platform.RELEASE, "app.kubernetes.io/name", chart));
    }

    public static List<Pod> pods(Map<String, String> labels) {
        return CLIENT.pods()
                .inNamespace(Platform.NAMESPACE)
                .withLabels(labels)
                .list()
                .getItems();
    }

    /** What a pod has written so far. */
    public static String log(String pod) {
        return CLIENT.pods().inNamespace(Platform.NAMESPACE).withName(pod).getLog();
    }

    /** As long as its pods take to come, or to go. */
    public static void scale(String deployment, int replicas) {
        var resource =
                CLIENT.apps().deployments().inNamespace(Platform.NAMESPACE).withName(deployment);
        resource.scale(replicas);
        await(deployment + " has " + replicas + " replicas")
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    var labels = resource.get().getSpec().getSelector().getMatchLabels();
                    var pods = pods(labels);
                    return pods.size() == replicas && pods.stream().allMatch(Readiness::isPodReady);
                });
    }

    /** Whether the API server does. */
    public static boolean answers() {
        try {
            return CLIENT.raw("/readyz") != null;
        } catch (KubernetesClientException _) {
            return false;
        }
    }

    /** Until that is so of every Deployment. */
    public static void awaitReady() {
        CLIENT.apps()
                .deployments()
                .inNamespace(Platform.NAMESPACE)
                .list()
                .getItems()
                .forEach(deployment -> awaitReady(deployment.getMetadata().getName()));
    }

    /** Until every wanted pod of the Deployment is there, ready, and no other. */
    public static void awaitReady(String deployment) {
        var resource =
                CLIENT.apps().deployments().inNamespace(Platform.NAMESPACE).withName(deployment);
        await(deployment + " is ready").atMost(Duration.ofMinutes(2)).until(() -> {
            var found = resource.get();
            var pods = pods(found.getSpec().getSelector().getMatchLabels());
            return pods.size() == found.getSpec().getReplicas() && pods.stream().allMatch(Readiness::isPodReady);
        });
    }

    /** Whether another release (of `make deploy`, say) has brought the definition of ManagedSecret, of which a cluster has one. */
    static boolean hasDefinitionOfOthers() {
        var definition = definition().get();
        return definition != null
                && !Platform.NAMESPACE.equals(
                        definition.getMetadata().getAnnotations().get("meta.helm.sh/release-namespace"));
    }

    public static Resource<CustomResourceDefinition> definition() {
        return definition("managedsecrets.secrets.tigrit.dev");
    }

    /** Whether objects of this kind can be made here. */
    public static boolean defines(String kind) {
        return definition(kind).get() != null;
    }

    private static Resource<CustomResourceDefinition> definition(String name) {
        return CLIENT.apiextensions().v1().customResourceDefinitions().withName(name);
    }

    /** Everything in a file below k8s, into the release's namespace, where it may be already. */
    public static void apply(String file) {
        try (var in = Files.newInputStream(Path.of("..", file))) {
            CLIENT.load(in).inNamespace(Platform.NAMESPACE).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token of a service account of the release's namespace, as the kubelet would project it. */
    public static String token(String serviceAccount, String audience) {
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audience)
                .withExpirationSeconds(600L)
                .endSpec()
                .build();
        return CLIENT.serviceAccounts()
                .inNamespace(Platform.NAMESPACE)
                .withName(serviceAccount)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    /** Kind and name of every object in the namespace, of every kind that can be listed; Events aside, which go by themselves. */
    public static List<String> everything() {
        return CLIENT.getApiGroups().getGroups().stream()
                .map(group -> group.getPreferredVersion().getGroupVersion())
                .collect(Collectors.collectingAndThen(Collectors.toCollection(ArrayList::new), versions -> {
                    versions.add("v1");
                    return versions;
                }))
                .stream()
                .flatMap(version -> CLIENT.getApiResources(version).getResources().stream()
                        .filter(resource ->
                                resource.getNamespaced() && resource.getVerbs().contains("list"))
                        .filter(resource -> !resource.getKind().equals("Event"))
                        .flatMap(resource -> CLIENT
                                .genericKubernetesResources(version, resource.getKind())
                                .inNamespace(Platform.NAMESPACE)
                                .list()
                                .getItems()
                                .stream()
                                .map(object -> resource.getKind() + " "
                                        + object.getMetadata().getName())))
                .toList();
    }

    /** What the pods of the release are about, for a failure's message. */
    static String describe() {
        return CLIENT.pods().inNamespace(Platform.NAMESPACE).list().getItems().stream()
                .map(pod -> "%s %s %s"
                        .formatted(
                                pod.getMetadata().getName(),
                                pod.getStatus().getPhase(),
                                pod.getStatus().getContainerStatuses().stream()
                                        .map(ContainerStatus::getState)
                                        .toList()))
                .collect(Collectors.joining("\n"));
    }
}
