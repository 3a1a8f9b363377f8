package dev.tigrit.operator.testkit;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
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
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real kube-apiserver with its etcd. One is shared by all tests of a run; another one can be started again with other keys and issuers,
 * which its etcd outlives.
 */
public final class ApiServer implements AutoCloseable {

    private static final String ADMINISTRATOR = "administrator-of-these-tests";
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final Path folder;
    private final List<String> flags;
    private final int port = freePort();
    private final int etcdPort = freePort();
    private final Process etcd;
    private final KubernetesClient client;
    private @Nullable Process server;

    private ApiServer(List<String> flags) throws IOException {
        this.flags = flags;
        folder = Files.createTempDirectory("apiserver");
        Files.writeString(folder.resolve("tokens.csv"), ADMINISTRATOR + ",admin,1,system:masters\n");
        var url = "http://127.0.0.1:" + etcdPort;
        etcd = launch(
                "etcd",
                List.of(
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=" + url,
                        "--advertise-client-urls=" + url,
                        "--listen-peer-urls=http://127.0.0.1:" + freePort(),
                        "--unsafe-no-fsync"));
        client = newClient();
    }

    /** Started at the first call. */
    public static ApiServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {

        private static final ApiServer SERVER = with();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** One of its own that knows ManagedSecrets, with these flags besides. */
    public static ApiServer with(String... flags) {
        try {
            var server = new ApiServer(List.of(flags));
            server.start(List.of(server.key("key")), List.of("https://localhost"));
            try (var definition = Files.newInputStream(Path.of("../charts/operator/files/crd.yaml"))) {
                var crd = server.client.load(definition);
                crd.create();
                crd.waitUntilReady(20, TimeUnit.SECONDS);
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of its own, which {@link #start} starts. */
    public static ApiServer stopped() throws IOException {
        return new ApiServer(List.of());
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
        end(server);
        var all = new ArrayList<>(List.of(
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
        keys.forEach(key -> all.add("--service-account-key-file=" + key));
        issuers.forEach(issuer -> all.add("--service-account-issuer=" + issuer));
        all.addAll(flags);
        server = launch("kube-apiserver", all);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> "ok".equals(client.raw("/readyz")));
    }

    private Process launch(String binary, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(Binaries.folder().resolve(binary).toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(binary + ".log").toFile())
                .start();
    }

    @Override
    public void close() {
        client.close();
        end(server);
        end(etcd);
    }

    private static void end(@Nullable Process process) {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** Of an administrator. */
    public KubernetesClient client() {
        return client;
    }

    /** For an administrator. */
    public Config config() {
        return new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("https://127.0.0.1:" + port)
                .withTrustCerts(true)
                .withOauthToken(ADMINISTRATOR)
                .build();
    }

    public KubernetesClient newClient() {
        return new KubernetesClientBuilder().withConfig(config()).build();
    }

    /** @param requests what happens before each of its requests */
    public KubernetesClient newClient(Interposed requests) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config())
                        .withHttp2Disable(true)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("interposed", requests))
                .build();
    }

    /** The same as a file for another process. */
    public String kubeConfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                users: [{name: test, user: {token: %s}}]
                contexts: [{name: test, context: {cluster: test, user: test}}]
                current-context: test
                """.formatted(port, ADMINISTRATOR);
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

    /** Stops answering, with every connection open; {@link #thaw} ends it. */
    public void freeze() throws Exception {
        signal("-STOP");
    }

    public void thaw() throws Exception {
        signal("-CONT");
    }

    private void signal(String name) throws Exception {
        var running = server;
        if (running != null) {
            new ProcessBuilder("kill", name, Long.toString(running.pid()))
                    .start()
                    .waitFor();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
