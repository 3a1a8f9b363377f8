package dev.tigrit.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.operator.push.FixedNameTrust;
import dev.tigrit.operator.testkit.StandIn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/** Real handshakes with a server that is reached by its address. */
class FixedNameTrustTest {

    private static final String NAME = "tigrit-secrets.tigrit.svc";
    private final Instant now = Instant.now();
    private static final Duration DAY = Duration.ofDays(1);

    private final Issued authority = Issued.authority("CA", now, DAY);

    private int get(Issued leaf, Issued trusted) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("tls", leaf.key(), new char[0], new Certificate[] {leaf.certificate()});
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {FixedNameTrust.of(List.of(trusted.certificate()), NAME)}, null);
        var parameters = new SSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(NAME)));
        try (var server = StandIn.start(keys, "127.0.0.1");
                var http = HttpClient.newBuilder()
                        .sslContext(tls)
                        .sslParameters(parameters)
                        .build()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create("https://127.0.0.1:" + server.port() + "/admin/v1/bundle"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void rightNameByTheRightCaIsTrustedWhateverTheAddress() throws Exception {
        assertThat(get(authority.leaf(List.of("tigrit-secrets", NAME), now, DAY), authority))
                .isEqualTo(200);
    }

    @Test
    void anotherNameIsRejected() {
        var leaf = authority.leaf(List.of("other.tigrit.svc"), now, DAY);

        assertThatThrownBy(() -> get(leaf, authority))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining(NAME);
    }

    @Test
    void anotherCaIsRejected() {
        var other = Issued.authority("CA", now, DAY);
        var leaf = other.leaf(List.of(NAME), now, DAY);

        assertThatThrownBy(() -> get(leaf, authority)).isInstanceOf(SSLException.class);
    }

    @Test
    void endedCertificateIsRejected() {
        var leaf = authority.leaf(List.of(NAME), now.minus(Duration.ofHours(2)), Duration.ofHours(1));

        assertThatThrownBy(() -> get(leaf, authority)).isInstanceOf(SSLException.class);
    }

    @Test
    void noClientIsEverTrusted() {
        var trust = FixedNameTrust.of(List.of(authority.certificate()), NAME);

        assertThatThrownBy(() -> trust.checkClientTrusted(trust.getAcceptedIssuers(), "EC"))
                .isInstanceOf(CertificateException.class);
    }
}
