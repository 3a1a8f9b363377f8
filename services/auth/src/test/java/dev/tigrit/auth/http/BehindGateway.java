package dev.tigrit.auth.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.telegram.TestInitData;
import dev.tigrit.testkit.gateway.EchoApplication;
import dev.tigrit.testkit.gateway.Gateway;
import dev.tigrit.testkit.gateway.GatewayProcess;
import dev.tigrit.testkit.gateway.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An application behind a real gateway whose configuration is the one that users copy; skipped where there is no such gateway. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "TELEGRAM_BOT_TOKEN=" + BehindGateway.BOT_TOKEN})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BehindGateway {

    static final String BOT_TOKEN = "4200000042:a-token-that-no-bot-has-ever-had-at-all";

    /** As the headers of the answer to initData: there is no issuer, and its header is empty. */
    private static final Map<String, String> IDENTITY = Map.of(
            "X-User-Id", "279058397",
            "X-Auth-Method", "telegram_init_data",
            "X-Auth-Bot", "4200000042",
            "X-Auth-Issuer", "");

    @LocalServerPort
    private int authPort;

    @TempDir
    private static Path folder;

    private @Nullable EchoApplication application;
    private @Nullable GatewayProcess process;

    /** The gateway before that application, asking that Auth. */
    abstract GatewayProcess start(Path folder, int auth, int application) throws IOException;

    @BeforeAll
    void startGatewayBeforeAnApplication() throws IOException {
        var echo = EchoApplication.start();
        application = echo;
        process = start(folder, authPort, echo.port());
        await().atMost(Duration.ofSeconds(10)).until(() -> status("Accept: */*") == 401);
    }

    @AfterAll
    void stop() throws IOException {
        if (process != null) {
            process.close();
        }
        if (application != null) {
            application.close();
        }
    }

    @Test
    void goodCredentialReachesTheApplicationWithItsUser() throws IOException {
        gateway().tellsTheApplicationWhoItIs();
    }

    @Test
    void forgedIdentityIsReplaced() throws IOException {
        gateway().letsNoForgedIdentityThrough();
    }

    @Test
    void noCredentialIsKeptOut() throws IOException {
        gateway().keepsOutWhoHasNoCredential();
    }

    @Test
    void badCredentialIsKeptOutWithAChallenge() throws IOException {
        for (var authorization : new String[] {
            "tma " + initData().replace("279058397", "1"),
            "tma x",
            "Bearer a.b.c",
            "Basic Zm9v",
            "tma " + "a".repeat(7_000)
        }) {
            var answer = get("Authorization: " + authorization);

            assertThat(answer.status()).as(authorization.substring(0, 5)).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isNotEmpty();
        }
    }

    @Test
    void bodyOfTheRequestReachesTheApplicationOnly() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/upload"))
                    .header("Authorization", "tma " + initData())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[500_000]))
                    .build();

            var answer = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("POST /upload HTTP/1.");
        }
    }

    private Gateway gateway() {
        return Gateway.at(port(), "Authorization: tma " + initData(), IDENTITY);
    }

    private int status(String line) throws IOException {
        return get(line).status();
    }

    private RawHttp.Answer get(String line) throws IOException {
        try (var http = new RawHttp(port())) {
            http.send("GET /shop?x=1 HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\n\r\n");
            return http.receive();
        }
    }

    private int port() {
        return process == null ? 0 : process.port();
    }

    private static String initData() {
        return TestInitData.of(BOT_TOKEN, 279058397, Instant.now().getEpochSecond());
    }
}
