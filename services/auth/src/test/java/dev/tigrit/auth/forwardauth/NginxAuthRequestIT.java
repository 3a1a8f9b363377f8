package dev.tigrit.auth.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tigrit.auth.initdata.TestInitData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A page behind a real nginx with {@code auth_request}: {@code NGINX_BIN}, or nginx from the PATH; skipped without one. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "TELEGRAM_BOT_TOKEN=" + NginxAuthRequestIT.BOT_TOKEN})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxAuthRequestIT {

    static final String BOT_TOKEN = "4200000042:a-token-that-no-bot-has-ever-had-at-all";

    private final List<List<String>> userIdsAtThePage = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int authPort;

    @TempDir
    private static Path folder;

    private int nginxPort;
    private @Nullable HttpServer page;
    private @Nullable Process nginx;

    @BeforeAll
    void startNginxBeforeAPage() throws IOException {
        var binary = nginxBinary();
        assumeThat(binary).as("nginx is installed").isNotNull();
        var upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            userIdsAtThePage.add(exchange.getRequestHeaders().getOrDefault("X-User-Id", List.of()));
            var body = "the page".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        upstream.start();
        page = upstream;
        nginxPort = freePort();
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                folder.resolve("nginx.conf"),
                configuration(upstream.getAddress().getPort()));
        nginx = new ProcessBuilder(
                        Objects.requireNonNull(binary),
                        "-p",
                        folder.toString(),
                        "-c",
                        "nginx.conf",
                        "-e",
                        "logs/err.log")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("logs/out.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(10)).until(() -> get("/", null, null).statusCode() == 401);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            assertThat(nginx.waitFor(Duration.ofSeconds(10))).isTrue();
        }
        if (page != null) {
            page.stop(0);
        }
    }

    @Test
    void goodCredentialSeesThePageAndThePageSeesItsUser() {
        userIdsAtThePage.clear();

        var response = get("/shop?x=1", "tma " + initData(), "1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("the page");
        // The 1 was the client's own claim.
        assertThat(userIdsAtThePage).containsExactly(List.of("279058397"));
    }

    @Test
    void badCredentialStaysOutWithAChallenge() {
        userIdsAtThePage.clear();

        for (var authorization : new String[] {
            "tma " + initData().replace("279058397", "1"),
            "tma x",
            "Bearer a.b.c",
            "Basic Zm9v",
            "tma " + "a".repeat(7_000)
        }) {
            var response = get("/shop", authorization, "279058397");

            assertThat(response.statusCode()).as(authorization.substring(0, 5)).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        assertThat(userIdsAtThePage).isEmpty();
    }

    @Test
    void bodyOfTheRequestReachesThePageOnly() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + nginxPort + "/upload"))
                .header("Authorization", "tma " + initData())
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[500_000]))
                .build();

        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> get(String path, @Nullable String authorization, @Nullable String userId) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + nginxPort + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (userId != null) {
            request.header("X-User-Id", userId);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As in services/auth/README.md, with what a test needs around it. */
    private String configuration(int pagePort) {
        // Otherwise its workers are nobody, who may not write into a folder of root's.
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        return user + """
                daemon off;
                pid nginx.pid;
                error_log logs/err.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
                  large_client_header_buffers 4 16k;
                  server {
                    listen 127.0.0.1:%d;
                    location / {
                      auth_request /_auth;
                      auth_request_set $user_id $upstream_http_x_user_id;
                      auth_request_set $challenge $upstream_http_www_authenticate;
                      error_page 401 = @unauthorized;
                      proxy_set_header X-User-Id $user_id;
                      proxy_pass http://127.0.0.1:%d;
                    }
                    location = /_auth {
                      internal;
                      proxy_pass http://localhost:%d/v1/forward-auth$request_uri;
                      proxy_pass_request_body off;
                      proxy_set_header Content-Length "";
                    }
                    location @unauthorized {
                      add_header WWW-Authenticate $challenge always;
                      return 401;
                    }
                  }
                }
                """.formatted(nginxPort, pagePort, authPort).replace("http://localhost:", "http://127.0.0.1:");
    }

    private static @Nullable String nginxBinary() {
        var named = System.getenv("NGINX_BIN");
        if (named != null) {
            return named;
        }
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of), Stream.of(Path.of("/usr/sbin")))
                .map(directory -> directory.resolve("nginx"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String initData() {
        return TestInitData.of(BOT_TOKEN, 279058397, Instant.now().getEpochSecond());
    }
}
