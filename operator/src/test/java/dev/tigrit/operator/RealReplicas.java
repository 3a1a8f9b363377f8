package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.SecretsProcess;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Replicas of the real Secrets service in a release, and a reader of theirs. */
final class RealReplicas implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<SecretsProcess> processes = new ArrayList<>();
    private final Release release;
    private final String token;
    private final HttpClient http;

    /** The operator of the release has to run: it makes what is mounted. */
    RealReplicas(Release release) throws Exception {
        this.release = release;
        token = ApiServer.shared().token(release.namespace, "reader", "secrets." + release.namespace + ".tigrit");
        http = http();
    }

    /** So many that serve the value of this key, listed as replicas of the release, whose operator runs. */
    static RealReplicas ready(Release release, int count, String key, String value) throws Exception {
        var replicas = new RealReplicas(release);
        for (var i = 0; i < count; i++) {
            replicas.start(false);
        }
        for (var process : replicas.processes) {
            process.awaitLive();
            replicas.list(process);
        }
        release.labelled("keys", Map.of(key, value));
        release.managed(
                "keys",
                "{key: %s, secretRef: {name: keys}, rotation: {overlap: 1h, publishAhead: 1s}, readers: [%s]}"
                        .formatted(key, replicas.reader()));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(release.status("keys").endpoints()).isEqualTo(count + "/" + count));
        return replicas;
    }

    String reader() {
        return release.namespace + "/reader";
    }

    /** @param seeded whether the bundle Secrets are mounted */
    SecretsProcess start(boolean seeded) throws Exception {
        var tls = await().atMost(Duration.ofSeconds(20))
                .until(() -> release.secret("tigrit-secrets-tls"), Objects::nonNull);
        var process = SecretsProcess.start(
                release.namespace,
                Release.address(),
                trust().getData(),
                Map.of("tls.crt", Release.text(tls, "tls.crt"), "tls.key", Release.text(tls, "tls.key")),
                seeded ? mountedBundle() : Map.of());
        processes.add(process);
        return process;
    }

    void list(SecretsProcess process) {
        release.list("real-" + processes.indexOf(process), process.adminPort());
    }

    private ConfigMap trust() {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> release.client
                                .configMaps()
                                .inNamespace(release.namespace)
                                .withName("tigrit-trust")
                                .get(),
                        Objects::nonNull);
    }

    /** What the kubelet would project of 17 optional Secrets. */
    private Map<String, String> mountedBundle() {
        var files = new HashMap<String, String>();
        for (var number = -1; number < Bundle.SHARDS; number++) {
            var secret = release.secret("tigrit-secrets-bundle" + (number < 0 ? "" : "-" + number));
            if (secret != null && secret.getData() != null) {
                secret.getData().keySet().forEach(file -> files.put(file, Release.text(secret, file)));
            }
        }
        return files;
    }

    HttpResponse<String> read(SecretsProcess process, String key) throws Exception {
        return http.send(
                HttpRequest.newBuilder(process.uri("/v1/secrets/" + key))
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode secret(SecretsProcess process, String key) throws Exception {
        var response = read(process, key);
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    /** Trusts the published CA; which address was dialled is not this test's matter. */
    private HttpClient http() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                trust().getData().getOrDefault("ca.crt", "").getBytes(StandardCharsets.US_ASCII))));
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        var chains = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new AnyAddress(chains)}, null);
        var parameters = new SSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(release.names().server())));
        return HttpClient.newBuilder().sslContext(tls).sslParameters(parameters).build();
    }

    private static final class AnyAddress extends X509ExtendedTrustManager {

        private final X509ExtendedTrustManager chains;

        AnyAddress(X509ExtendedTrustManager chains) {
            this.chains = chains;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            chains.checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            chains.checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            chains.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return chains.getAcceptedIssuers();
        }
    }

    @Override
    public void close() {
        for (var process : processes) {
            process.close();
        }
    }
}
