package dev.tigrit.e2e.kit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pod of the release's namespace to send requests from. */
public final class CurlPod {

    private static final String IMAGE =
            Objects.requireNonNullElse(System.getenv("CURL_IMAGE"), "curlimages/curl:8.16.0");

    private static final String CURL = "curl -sk -o /dev/null --connect-timeout 3 --max-time 4 -w '%{time_connect}'";

    private final String name;

    private CurlPod(String name) {
        this.name = name;
    }

    /** @param app value of the label app.kubernetes.io/name, by which policies tell pods apart */
    public static CurlPod start(String name, String app) {
        var pods = Cluster.client().pods().inNamespace(Platform.NAMESPACE);
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app.kubernetes.io/name", app)
                .addToLabels("app.kubernetes.io/instance", Platform.RELEASE)
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .withTerminationGracePeriodSeconds(0L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(65532L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("curl")
                .withImage(IMAGE)
                .withCommand("sleep", "3600")
                .withNewResources()
                .addToLimits("memory", new Quantity("64Mi"))
                .endResources()
                // Not one of the endpoints of a Service whose label it has.
                .withNewReadinessProbe()
                .withNewExec()
                .withCommand("false")
                .endExec()
                .endReadinessProbe()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
        pods.resource(pod).create();
        pods.withName(name)
                .waitUntilCondition(
                        created -> created != null
                                && created.getStatus() != null
                                && "Running".equals(created.getStatus().getPhase()),
                        1,
                        TimeUnit.MINUTES);
        return new CurlPod(name);
    }

    /** Whether a connection comes about; what is answered, and whose certificate it is, does not count. */
    public boolean reaches(String url) {
        try (var curl = Cluster.client()
                .pods()
                .inNamespace(Platform.NAMESPACE)
                .withName(name)
                .redirectingOutput()
                // The exit code says no more than the times do.
                .exec("sh", "-c", CURL + " '" + url + "' || true")) {
            curl.exitCode().get(15, TimeUnit.SECONDS);
            return !new String(curl.getOutput().readAllBytes(), UTF_8).startsWith("0.000000");
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void delete() {
        Cluster.client().pods().inNamespace(Platform.NAMESPACE).withName(name).delete();
    }
}
