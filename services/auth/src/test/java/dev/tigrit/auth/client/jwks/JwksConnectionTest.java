package dev.tigrit.auth.client.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tigrit.auth.jwt.KeyAddress;
import dev.tigrit.auth.jwt.TestSigner;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.TestCa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.reactive.function.client.WebClient;

/** Keys that are fetched by a proxy, over plain HTTP, or from a server with a certificate of a CA of one's own. */
class JwksConnectionTest {

    private static final TestSigner KEY = new TestSigner("ES256", "k");

    private final IssuerStandIn issuer = new IssuerStandIn();
    private final TunnelStandIn proxy = new TunnelStandIn(issuer.url().getPort());

    @TempDir
    private @Nullable Path folder;

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        issuer.close();
    }

    @Test
    void plainHttpNeedsToBeAllowed() {
        var url = URI.create("http://keys.inside.example:8080/jwks.json");

        assertThatThrownBy(() -> connection(new KeyAddress(url, false, null, null), "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jwks-url has to be https");
        assertThat(fetches(new KeyAddress(url, true, proxy.address(), null), "", ""))
                .isTrue();
        assertThat(proxy.asked()).hasSize(1).allMatch(head -> head.startsWith("CONNECT keys.inside.example:8080 "));
    }

    @Test
    void proxyOfTheProcessIsUsedUnlessTheHostIsExempt() {
        var address = new KeyAddress(issuer.url(), false, null, null);

        assertThat(fetches(address, "http://user:pw@" + proxy.address(), "other.example"))
                .isTrue();
        assertThat(proxy.asked()).hasSize(1).allMatch(head -> head.contains("roxy-authorization: Basic dXNlcjpwdw=="));

        assertThat(fetches(address, proxy.address(), "localhost")).isTrue();
        assertThat(proxy.asked()).hasSize(1);
    }

    @Test
    void proxyThatIsNoAddressIsNamed() {
        assertThatThrownBy(() -> connection(new KeyAddress(issuer.url(), false, "ftp://x:1", null), "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("proxy ");
        assertThatThrownBy(() -> properties("ftp://x:1", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("auth.jwks.http-proxy (HTTP_PROXY)");
    }

    @Test
    void certificateIsKnownByTheCaFileAndByNothingElse() throws IOException {
        var ca = new TestCa("keys");
        var file = Objects.requireNonNull(folder).resolve("ca.pem");
        Files.writeString(file, new TestCa("somebody else").pem());
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ca.server("localhost")));
        server.createContext("/", exchange -> {
            var body = TestSigner.jwks(KEY).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            var url = URI.create("https://localhost:" + server.getAddress().getPort() + "/keys");
            assertThat(fetches(new KeyAddress(url, false, null, null), "", "")).isFalse();
            assertThat(fetches(new KeyAddress(url, false, null, file), "", "")).isFalse();
            Files.writeString(file, ca.pem());
            assertThat(fetches(new KeyAddress(url, false, null, file), "", "")).isTrue();
            assertThat(fetches(new KeyAddress(url, false, null, folder.resolve("missing.pem")), "", ""))
                    .isFalse();
            var otherName = URI.create(url.toString().replace("localhost", "127.0.0.1"));
            assertThat(fetches(new KeyAddress(otherName, false, null, file), "", ""))
                    .isFalse();
        } finally {
            server.stop(0);
        }
    }

    /** Whether one look brings the keys. */
    private boolean fetches(KeyAddress address, String httpProxy, String noProxy) {
        issuer.publish(TestSigner.jwks(KEY), Map.of());
        var feed = connection(address, httpProxy, noProxy);
        feed.refreshWhenDue().block(Duration.ofSeconds(20));
        return feed.keys().areKnown();
    }

    private static JwksFeed connection(KeyAddress address, String httpProxy, String noProxy) {
        return new JwksFeed(
                address, properties(httpProxy, noProxy), WebClient.builder(), Clock.systemUTC(), new BackgroundLoops());
    }

    private static JwksProperties properties(String httpProxy, String noProxy) {
        return new JwksProperties(
                Duration.ofMinutes(15), Duration.ofSeconds(30), Duration.ofSeconds(15), "", httpProxy, noProxy);
    }
}
