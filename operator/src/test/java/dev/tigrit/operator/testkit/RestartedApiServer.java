package dev.tigrit.operator.testkit;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real kube-apiserver of its own that can be started again with other keys and issuers, which its etcd outlives. */
public final class RestartedApiServer implements AutoCloseable {

    private static final String ADMINISTRATOR = "administrator-of-this-test";

    private final Path folder;
    private final Path binaries;
    private final int port = freePort();
    private final int etcdPort = freePort();
    private final Process etcd;
    private @Nullable Process server;

    /** @param binaries folder with kube-apiserver and etcd */
    public RestartedApiServer(Path binaries) throws IOException {
        this.binaries = binaries;
        folder = Files.createTempDirectory("apiserver");
        Files.writeString(folder.resolve("tokens.csv"), ADMINISTRATOR + ",admin,1,system:masters\n");
        var peer = freePort();
        etcd = launch(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=http://127.0.0.1:" + etcdPort,
                "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
                "--listen-peer-urls=http://127.0.0.1:" + peer,
                "--unsafe-no-fsync");
    }

    /** Where the binaries of the shared one are, or null when nobody has put any there. */
    public static @Nullable Path findBinaries() throws IOException {
        var root = System.getenv("KUBE_API_TEST_DIR");
        if (root == null) {
            return null;
        }
        try (var files = Files.walk(Path.of(root))) {
            return files.filter(file -> file.endsWith("kube-apiserver"))
                    .map(Path::getParent)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A key to sign tokens by, as PEM. */
    public Path key(String name) throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pem = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return Files.writeString(
                folder.resolve(name + ".pem"), "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
    }

    /**
     * Starts it, in place of the one that runs.
     *
     * @param keys the first one signs, all are accepted
     * @param issuers likewise
     */
    public void start(List<Path> keys, List<String> issuers) throws IOException {
        stop();
        var flags = new ArrayList<>(List.of(
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--cert-dir=" + folder.resolve("certificates"),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--authorization-mode=RBAC",
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--disable-admission-plugins=ServiceAccount",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--api-audiences=api",
                "--service-account-signing-key-file=" + keys.getFirst()));
        keys.forEach(key -> flags.add("--service-account-key-file=" + key));
        issuers.forEach(issuer -> flags.add("--service-account-issuer=" + issuer));
        server = launch("kube-apiserver", flags.toArray(String[]::new));
        try (var client = client()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                    .until(() -> "ok".equals(client.raw("/readyz")));
        }
    }

    private Process launch(String binary, String... flags) throws IOException {
        var command = new ArrayList<>(List.of(binaries.resolve(binary).toString()));
        command.addAll(Arrays.asList(flags));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(binary + ".log").toFile())
                .start();
    }

    /** Of an administrator. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("https://127.0.0.1:" + port)
                        .withTrustCerts(true)
                        .withOauthToken(ADMINISTRATOR)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /** A token as the kubelet would mount it. */
    public String token(KubernetesClient client, String namespace, String serviceAccount, String audience) {
        var accounts = client.serviceAccounts().inNamespace(namespace);
        accounts.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(serviceAccount)
                        .endMetadata()
                        .build())
                .serverSideApply();
        return accounts.withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(List.of(audience))
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        var running = server;
        if (running != null) {
            end(running);
        }
    }

    private static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        stop();
        end(etcd);
    }
}
