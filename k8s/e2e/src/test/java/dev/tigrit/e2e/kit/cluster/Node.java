package dev.tigrit.e2e.kit.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A machine of the cluster, which kind runs as a container of that name. */
public record Node(String name) {

    private static final String MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml";
    private static final String ASIDE = "/etc/kubernetes/kube-apiserver.yaml";

    public static Node controlPlane() {
        return new Node(Cluster.client()
                .nodes()
                .withLabel("node-role.kubernetes.io/control-plane")
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName());
    }

    /** Those on which a pod can be put that tolerates nothing. */
    public static List<Node> workers() {
        return Cluster.client().nodes().list().getItems().stream()
                .filter(Readiness::isNodeReady)
                .filter(node -> node.getSpec().getTaints().stream()
                        .noneMatch(taint -> List.of("NoSchedule", "NoExecute").contains(taint.getEffect())))
                .map(node -> new Node(node.getMetadata().getName()))
                .toList();
    }

    public static Node of(Pod pod) {
        return new Node(Objects.requireNonNull(pod.getSpec().getNodeName(), "not scheduled yet"));
    }

    /** As whoever wants to switch it off does: no new pods, and the ones that are there are evicted, until they are gone. */
    public void drain() {
        kubectl("drain", name, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=2m");
    }

    /** Only of the pods of this chart; others may wait for a volume that is on this node. */
    public void drain(String chart) {
        kubectl(
                "drain",
                name,
                "--pod-selector=app.kubernetes.io/name=" + chart,
                "--delete-emptydir-data",
                "--timeout=2m");
    }

    public void uncordon() {
        kubectl("uncordon", name);
    }

    /** The kubelet stops the API server when its manifest is gone. */
    public void stopApiServer() {
        exec("mv", MANIFEST, ASIDE);
    }

    public void startApiServer() {
        exec("mv", ASIDE, MANIFEST);
    }

    private static void kubectl(String... command) {
        var words = new ArrayList<>(List.of("kubectl", "--context", Cluster.CONTEXT));
        words.addAll(List.of(command));
        Command.run(words);
    }

    private void exec(String... command) {
        var words = new ArrayList<>(List.of("docker", "exec", name));
        words.addAll(List.of(command));
        Command.run(words);
    }
}
