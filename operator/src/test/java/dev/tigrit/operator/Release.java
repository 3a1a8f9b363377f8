package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretStatus;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.health.OperatorMetrics;
import dev.tigrit.operator.loop.Loop;
import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.StandIn;
import dev.tigrit.operator.watch.LeaderEvents;
import dev.tigrit.operator.watch.Watches;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One installation in a namespace of its own: operators, replicas, and what users do. */
final class Release implements AutoCloseable {

    final String namespace;
    final KubernetesClient client;
    final List<Operator> operators = new ArrayList<>();
    final List<StandIn> replicas = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ApiServer server;
    private final Path folder;

    Release(String prefix) throws Exception {
        this(ApiServer.shared(), prefix);
    }

    Release(ApiServer server, String prefix) throws Exception {
        this.server = server;
        client = server.client();
        namespace = server.namespace(prefix);
        folder = Files.createTempDirectory(namespace);
        Files.writeString(folder.resolve("token"), server.token(namespace, "tigrit-operator", adminAudience()));
        Files.createDirectories(folder.resolve("defaults"));
    }

    String adminAudience() {
        return "secrets-admin." + namespace + ".tigrit";
    }

    Names names() {
        return new Names("tigrit", namespace);
    }

    Path defaults() {
        return folder.resolve("defaults");
    }

    /** @param more lines of operator.yaml */
    String yaml(String more) {
        return """
                release: tigrit
                namespace: %s
                port: 0
                defaults: %s
                admin: {token-file: %s, timeout: PT10S, verify: PT2S, retry: PT1S}
                upkeep: PT2S
                lease: {duration: PT3S, renew: PT2S, retry: PT0.5S}
                %s
                """.formatted(namespace, defaults(), folder.resolve("token"), more);
    }

    Operator operator() throws Exception {
        return operator("");
    }

    Operator operator(String more) throws Exception {
        return operator(Operator.client(server.config()), more, InstantSource.system());
    }

    Operator operator(KubernetesClient as, String more, InstantSource clock) throws Exception {
        var operator = new Operator(as, OperatorConfig.parse(yaml(more)), clock, "test-" + operators.size());
        operators.add(operator);
        open.add(as);
        open.add(operator);
        return operator;
    }

    /** The loop of an operator that takes itself for the leader whatever the lease says. */
    AutoCloseable operatorWithoutElection() {
        var as = server.newClient();
        var config = OperatorConfig.parse(yaml(""));
        var events = new LeaderEvents();
        var watches = new Watches(as, config, events);
        var loop = new Loop(as, config, InstantSource.system(), watches, events, new OperatorMetrics(), "second");
        AutoCloseable both = () -> {
            loop.close();
            watches.close();
            as.close();
        };
        return both;
    }

    /** The value of a counter without labels. */
    static long metric(Operator operator, String name) {
        return operator.metrics()
                .scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    /** A replica that listens, and is listed. */
    StandIn replica() throws Exception {
        var replica = StandIn.start(serving(), address());
        open.add(replica);
        replicas.add(replica);
        list("replica-" + replicas.size(), replica.port());
        return replica;
    }

    /** An EndpointSlice of one replica; the API server takes no loopback address. */
    void list(String name, int port) {
        client.resource(new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels("kubernetes.io/service-name", "tigrit-secrets-admin")
                        .endMetadata()
                        .withAddressType("IPv4")
                        .addNewPort()
                        .withName("admin")
                        .withPort(port)
                        .endPort()
                        .withEndpoints(new EndpointBuilder()
                                .withAddresses(address())
                                .withNewTargetRef()
                                .withKind("Pod")
                                .withName(name)
                                .withUid("uid-" + name)
                                .endTargetRef()
                                .build())
                        .build())
                .create();
    }

    void unlist(String name) {
        client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    static String address() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("this machine has no address but loopback"))
                    .getHostAddress();
        } catch (java.net.SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the operator has made for the Secrets service. */
    KeyStore serving() throws Exception {
        var tls = await().atMost(Duration.ofSeconds(20)).until(() -> secret("tigrit-secrets-tls"), Objects::nonNull);
        return keyStore(text(tls, "tls.crt"), text(tls, "tls.key"));
    }

    static KeyStore keyStore(String certificate, String key) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
        var der = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
        store.setKeyEntry(
                "tls",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)),
                new char[0],
                chain.toArray(Certificate[]::new));
        return store;
    }

    @Nullable
    Secret secret(String name) {
        return client.secrets().inNamespace(namespace).withName(name).get();
    }

    static String text(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    void labelled(String name, Map<String, String> values) {
        write(new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(Names.SYNC_LABEL, "true")
                .endMetadata()
                .withStringData(values)
                .build());
    }

    void write(Secret secret) {
        client.resource(secret).serverSideApply();
    }

    /** @param spec YAML in one line */
    void managed(String name, String spec) {
        apply("""
                apiVersion: secrets.tigrit.dev/v1alpha1
                kind: ManagedSecret
                metadata: {name: %s, namespace: %s}
                spec: %s
                """.formatted(name, namespace, spec));
    }

    void apply(String yaml) {
        client.resource(yaml).fieldManager("user").forceConflicts().serverSideApply();
    }

    ManagedSecret managed(String name) {
        return client.resources(ManagedSecret.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    ManagedSecretStatus status(String name) {
        return Objects.requireNonNullElseGet(
                managed(name).getStatus(), () -> new ManagedSecretStatus(null, null, null, null, null, null, null));
    }

    @Nullable
    String reason(String name, String type) {
        var conditions = status(name).conditions();
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst()
                        .orElseThrow()
                        .getReason();
    }

    /** Nanoseconds from before this edit until so many replicas have acknowledged it; a replica serves what it acknowledges. */
    static long untilAcknowledged(Operator operator, int replicas, Runnable edit) {
        var loop = Objects.requireNonNull(operator.loop());
        var before = loop.progress().revision();
        var started = System.nanoTime();
        edit.run();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        loop.progress().revision() > before && loop.replicas().countAt(before + 1) == replicas);
        return System.nanoTime() - started;
    }

    /** @param nanos in ascending order */
    static String quantiles(long[] nanos) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, greatest %.1f ms",
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 95 / 100] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    /** Until both conditions are true for this generation. */
    void awaitSynced(String name, long generation) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(status(name).conditions())
                        .hasSize(2)
                        .allSatisfy(condition -> {
                            assertThat(condition.getStatus()).isEqualTo("True");
                            assertThat(condition.getObservedGeneration()).isEqualTo(generation);
                        }));
    }

    void awaitReason(String name, String reason) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(reason(name, "Ready")).isEqualTo(reason));
    }

    void awaitServed(String key, String value) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(replicas)
                        .allSatisfy(replica -> assertThat(replica.value(key)).isEqualTo(value)));
    }

    @Override
    public void close() {
        for (var resource : open.reversed()) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
