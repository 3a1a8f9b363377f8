package dev.tigrit.operator.testkit;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real kube-apiserver with its etcd, started once for all tests of a run. */
public final class ApiServer implements AutoCloseable {

    private static final ApiServer SHARED = new ApiServer(List.of());
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final KubeAPIServer server;
    private final KubernetesClient client;
    private final long process;

    private ApiServer(List<String> flags) {
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withUpdateKubeConfig(false)
                .withApiServerFlags(flags)
                .build());
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        client = newClient();
        process = ProcessHandle.current()
                .descendants()
                .filter(child -> isServer(child.info().commandLine().orElse("")))
                .findFirst()
                .orElseThrow()
                .pid();
        var crd = client.load(stream(Path.of("crd", "managedsecrets.secrets.tigrit.dev.yaml")));
        crd.create();
        crd.waitUntilReady(20, TimeUnit.SECONDS);
    }

    private boolean isServer(String commandLine) {
        return commandLine.contains("--etcd-servers")
                && commandLine.contains(String.valueOf(
                        URI.create(client.getMasterUrl().toString()).getPort()));
    }

    private static InputStream stream(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ApiServer shared() {
        return SHARED;
    }

    /** One of its own, with these flags besides. */
    public static ApiServer with(String... flags) {
        return new ApiServer(List.of(flags));
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }

    /** Of an administrator. */
    public KubernetesClient client() {
        return client;
    }

    public KubernetesClient newClient() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                .build();
    }

    /** @param requests what happens before each of its requests */
    public KubernetesClient newClient(Interposed requests) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.fromKubeconfig(server.getKubeConfigYaml()))
                        .withHttp2Disable(true)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("interposed", requests))
                .build();
    }

    public String kubeConfig() {
        return server.getKubeConfigYaml();
    }

    /** A namespace that no other test has. */
    public String namespace(String prefix) {
        var name = prefix + "-" + NAMESPACES.incrementAndGet();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    /** A token as the kubelet would mount it. */
    public String token(String namespace, String serviceAccount, String audience) {
        client.serviceAccounts()
                .inNamespace(namespace)
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(serviceAccount)
                        .endMetadata()
                        .build())
                .serverSideApply();
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(List.of(audience))
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** Stops answering, with every connection open; {@link #thaw} ends it. */
    public void freeze() throws Exception {
        signal("-STOP");
    }

    public void thaw() throws Exception {
        signal("-CONT");
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", name, Long.toString(process)).start().waitFor();
    }
}
