package dev.tigrit.local.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.launcher.Service;
import dev.tigrit.testkit.PemPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes that do not end, on the TLS port of Secrets. */
class ClientHelloFloodIT {

    /** The deadline of a handshake is 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int RECORD = 16 * 1024;

    @TempDir
    Path folder;

    @Test
    void othersAreServedBesideUnfinishedHandshakes() throws Exception {
        var pair = PemPair.create(folder, "localhost", "EC");
        var certificate = Files.writeString(folder.resolve("tls.crt"), pair.certificate());
        var privateKey = Files.writeString(folder.resolve("tls.key"), pair.privateKey());
        var environment = Map.of(
                "SECRETS_TLS_CERTIFICATE", certificate.toString(),
                "SECRETS_TLS_PRIVATEKEY", privateKey.toString());
        try (var service = PackagedService.start(Service.SECRETS, environment)) {
            var tls = trusting(pair.certificate());
            assertServed(service, tls);
            // Longer than any server takes: refused at its first record.
            ended(service, tls, "a ClientHello of 16 MB on each of 1,000", 1_000, clientHello(0xffffff, 1));
            // As long as a server takes, but for its end: held until the deadline.
            ended(service, tls, "48 of 64 KB of a ClientHello on each of 3,000", 3_000, clientHello(64_000, 3));
            ended(service, tls, "one byte on each of 3,000", 3_000, "\u0016");
            service.assertAsBefore();
            assertServed(service, tls);
            assertThat(service.mostResident()).isLessThan(service.memoryLimit());
        }
    }

    private static void ended(PackagedService service, SSLContext tls, String what, int connections, String bytes)
            throws Exception {
        try (var management = new Visitor(service.managementPort(), "/livez", 200);
                var flood = Flood.of(service.port(), connections, bytes)) {
            flood.awaitSent(PATIENCE);
            assertServed(service, tls);
            flood.awaitClosed(PATIENCE);
            var probes = management.end();
            System.out.printf(
                    "%s: %s; management %s; resident at most %d MiB%n",
                    what, flood, probes, service.mostResident() >> 20);
            assertThat(probes.share()).as("%s: %s", what, probes).isEqualTo(1);
        }
    }

    /** Records of 16 KB, and a message that is as long as it says only once more of them come. */
    private static String clientHello(int length, int records) {
        var bytes = new StringBuilder();
        for (var record = 0; record < records; record++) {
            bytes.append("\u0016\u0003\u0001").append((char) (RECORD >> 8)).append('\0');
            if (record == 0) {
                bytes.append('\u0001')
                        .append((char) (length >> 16))
                        .append((char) (length >> 8 & 0xff))
                        .append((char) (length & 0xff));
            }
            bytes.repeat("a", record == 0 ? RECORD - 4 : RECORD);
        }
        return bytes.toString();
    }

    private static void assertServed(PackagedService service, SSLContext tls) throws IOException {
        try (var socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 200");
        }
    }

    private static SSLContext trusting(String certificate) throws Exception {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "secrets",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate.getBytes(ISO_8859_1))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
