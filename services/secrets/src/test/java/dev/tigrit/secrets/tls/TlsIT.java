package dev.tigrit.secrets.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.secrets.BundleText;
import dev.tigrit.secrets.RunningService;
import dev.tigrit.testkit.ClusterStandIn;
import dev.tigrit.testkit.PemPair;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS on the main and the admin port, seen by a client that looks at the certificate. */
class TlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");

    @TempDir
    static Path certificates;

    private static PemPair one;
    private static PemPair two;
    private static PemPair three;

    @TempDir
    Path folder;

    @BeforeAll
    static void create() {
        one = PemPair.create(certificates, "one", "EC");
        two = PemPair.create(certificates, "two", "RSA");
        three = PemPair.create(certificates, "three", "EC");
    }

    @Test
    void bothPortsSpeakTlsAndTheManagementPortIsPlain() throws Exception {
        mount(one);
        BundleText.mount(folder.resolve("bundle"), 3, Map.of("A", "one"));
        try (var service = start()) {
            for (var url : ports(service)) {
                for (var protocol : List.of("TLSv1.2", "TLSv1.3")) {
                    assertThat(subject(url, protocol, null)).isEqualTo("CN=one");
                    assertThat(subject(url, protocol, "tigrit-secrets.tigrit.svc"))
                            .isEqualTo("CN=one");
                }
                assertThat(plain(url, "/health")).doesNotContain("HTTP/1.1 200");
            }
            assertThat(plain(URI.create(service.managementUrl("/livez")), "/livez"))
                    .startsWith("HTTP/1.1 200");
            assertThat(plain(URI.create(service.managementUrl("/metrics")), "/metrics"))
                    .contains("secrets_tls_not_after_seconds ");
        }
    }

    @Test
    void connectionIsKeptAlive() throws Exception {
        mount(one);
        BundleText.mount(folder.resolve("bundle"), 3, Map.of("A", "one"));
        try (var service = start();
                var socket = connect(URI.create(service.url("/")), "TLSv1.3", null)) {
            var token = CLUSTER.token(BundleText.READER, RunningService.AUDIENCE, Instant.now());
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            for (var i = 0; i < 3; i++) {
                socket.getOutputStream()
                        .write(("GET /v1/secrets/A HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                                .getBytes(ISO_8859_1));
                assertThat(reader.readLine()).startsWith("HTTP/1.1 ");
                skipAnswer(reader);
            }
        }
    }

    @Test
    void newCertificateIsServedWithoutARestartByLinkAndByOverwrite() throws Exception {
        mount(one);
        try (var service = start()) {
            eventually(service, "CN=one");

            mount(two);
            eventually(service, "CN=two");

            mount(Map.of("tls.crt", "garbage", "tls.key", "garbage"));
            stays(service, "CN=two");
            mount(Map.of("tls.crt", three.certificate(), "tls.key", one.privateKey()));
            stays(service, "CN=two");

            mount(three);
            eventually(service, "CN=three");
        }
        var plain = Files.createDirectory(folder.resolve("plain"));
        write(plain, one);
        try (var service = start(
                "secrets.tls.certificate=" + plain.resolve("tls.crt"),
                "secrets.tls.private-key=" + plain.resolve("tls.key"))) {
            eventually(service, "CN=one");
            write(plain, two);
            eventually(service, "CN=two");
        }
    }

    @Test
    void withoutTlsTheAdminPortTakesOnlyALoopbackAddress() {
        ClusterStandIn.mount(folder.resolve("trust"), CLUSTER);

        assertThatThrownBy(() -> RunningService.inBundleMode(folder, "secrets.admin.address=0.0.0.0"))
                .rootCause()
                .hasMessageStartingWith("secrets.tls.certificate is not set");
    }

    @Test
    void filesThatAreNotThereStopStartUpAndAreNamed() {
        assertThatThrownBy(this::start).rootCause().hasMessageContaining("secrets.tls.certificate");
    }

    private RunningService start(String... more) {
        ClusterStandIn.mount(folder.resolve("trust"), CLUSTER);
        var tls = folder.resolve("tls");
        return RunningService.inBundleMode(
                folder,
                Stream.concat(
                                Stream.of(
                                        "secrets.admin.address=0.0.0.0",
                                        "secrets.tls.certificate=" + tls.resolve("tls.crt"),
                                        "secrets.tls.private-key=" + tls.resolve("tls.key")),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private void mount(PemPair pair) {
        mount(Map.of("tls.crt", pair.certificate(), "tls.key", pair.privateKey()));
    }

    private void mount(Map<String, String> files) {
        ClusterStandIn.mount(folder.resolve("tls"), files);
    }

    private static void write(Path directory, PemPair pair) throws IOException {
        Files.writeString(directory.resolve("tls.crt"), pair.certificate());
        Files.writeString(directory.resolve("tls.key"), pair.privateKey());
    }

    private static List<URI> ports(RunningService service) {
        return List.of(URI.create(service.url("/")), URI.create(service.adminUrl("/")));
    }

    private static void eventually(RunningService service, String subject) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ports(service))
                        .allSatisfy(
                                url -> assertThat(subject(url, "TLSv1.3", null)).isEqualTo(subject)));
    }

    /** For longer than two reads of the files. */
    private static void stays(RunningService service, String subject) {
        await().during(Duration.ofSeconds(5))
                .atMost(PATIENCE)
                .until(() -> ports(service).stream()
                        .allMatch(url -> subject(url, "TLSv1.3", null).equals(subject)));
    }

    private static String subject(URI url, String protocol, @Nullable String serverName) {
        try (var socket = connect(url, protocol, serverName)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLSocket connect(URI url, String protocol, @Nullable String serverName) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            var socket = (SSLSocket)
                    context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), url.getPort());
            socket.setSoTimeout(5_000);
            var parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            if (serverName != null) {
                parameters.setServerNames(List.of(new SNIHostName(serverName)));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(URI url, String path) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static void skipAnswer(BufferedReader reader) throws IOException {
        var length = 0;
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        assertThat(length).isPositive();
        for (var i = 0; i < length; i++) {
            reader.read();
        }
    }

    /** Sees whatever is served. */
    private static final class TrustsAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
