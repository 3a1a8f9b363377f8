package dev.tigrit.e2e.kit.cluster;

import java.util.ArrayList;
import java.util.List;

/** The control plane's machine, which kind runs as a container of that name. */
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

    /** The kubelet stops the API server when its manifest is gone. */
    public void stopApiServer() {
        exec("mv", MANIFEST, ASIDE);
    }

    public void startApiServer() {
        exec("mv", ASIDE, MANIFEST);
    }

    private void exec(String... command) {
        var words = new ArrayList<>(List.of("docker", "exec", name));
        words.addAll(List.of(command));
        Command.run(words);
    }
}
