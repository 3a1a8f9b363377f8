package dev.tigrit.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The control plane's machine, which kind runs as a container of that name. */
public final class Node {

    private static final String MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml";
    private static final String ASIDE = "/etc/kubernetes/kube-apiserver.yaml";

    private final String name;

    private Node(String name) {
        this.name = name;
    }

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
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(words + " " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
