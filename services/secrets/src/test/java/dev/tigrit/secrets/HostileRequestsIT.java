package dev.tigrit.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client library would not send, written to the socket: nothing of it is a 5xx. */
class HostileRequestsIT {

    private static final String CALLER = "Authorization: Bearer " + RunningService.INTERNAL_API_SECRET + "\r\n";

    @TempDir
    static Path folder;

    private static @Nullable RunningService service;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("SESSION_SIGNING_KEY"), "one");
        service = RunningService.on(folder);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> get("/v1/secrets/SESSION_SIGNING_KEY").startsWith("HTTP/1.1 200"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/secrets/%00",
                "/v1/secrets/a%2Fb",
                "/v1/secrets/%2e%2e%2f",
                "/v1/secrets/..",
                "/v1/secrets/../secrets/A",
                "/v1/secrets/SESSION_SIGNING_KEY%0d%0aX:y",
                "/v1/secrets/SESSION_SIGNING_KEY%00",
                "/v1/secrets/SESSION_SIGNING_KEY/",
                "/v1/secrets/",
                "/v1/secrets//",
                "/v1/secrets/%C3%28",
                "/v1/secrets/session_signing_key",
                "/v1/secrets/SESSION_SIGNING_KEY.meta.json",
                "//v1/secrets",
                "/",
                "/v1",
                "/openapi.yaml",
                "/webjars/swagger-ui/5.32.0/index.html",
                "/actuator",
                "/livez",
                "/admin/v1/bundle"
            })
    void oddPathIsAProblem404(String path) throws IOException {
        var answer = get(path);

        assertThat(answer)
                .startsWith("HTTP/1.1 404")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\":\"not_found\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/secrets/%zz", "/v1/secrets/%", "/v1/secrets/ A", "/v1/secrets/a\u00e9"})
    void pathThatIsNotAUriIsRefused(String path) throws IOException {
        assertThat(get(path)).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/secrets",
        "DELETE,/v1/secrets/SESSION_SIGNING_KEY",
        "PUT,/v1/secrets/SESSION_SIGNING_KEY",
        "OPTIONS,/v1/events",
        "PATCH,/health",
        "HEAD,/v1/secrets/SESSION_SIGNING_KEY",
        "BREW,/v1/secrets"
    })
    void otherMethodIs405AndSaysWhichIsAllowed(String method, String path) throws IOException {
        var answer = send(method + " " + path + " HTTP/1.1\r\n" + CALLER);

        assertThat(answer).startsWith("HTTP/1.1 405").containsIgnoringCase("allow: GET");
    }

    @Test
    void longRequestLineAndLargeHeadersAreRefused() throws IOException {
        assertThat(get("/v1/secrets/" + "A".repeat(9_000))).startsWith("HTTP/1.1 414");
        assertThat(send("GET /v1/secrets HTTP/1.1\r\nX-Large: " + "a".repeat(20_000) + "\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization:\r\n",
                "Authorization: Bearer\r\n",
                "Authorization: Basic eA==\r\n",
                CALLER + CALLER,
                "Authorization: Bearer \u00e9\u00ff\r\n"
            })
    void headerThatProvesNobodyIs401WithAChallenge(String headers) throws IOException {
        for (var path : new String[] {"/v1/secrets", "/v1/secrets/SESSION_SIGNING_KEY"}) {
            assertThat(send("GET " + path + " HTTP/1.1\r\n" + headers))
                    .startsWith("HTTP/1.1 401")
                    .containsIgnoringCase("www-authenticate: Bearer")
                    .contains("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: image/png\r\n",
                "Accept: garbage\r\n",
                "If-None-Match: \u00ff,\"\r\n",
                "Range: bytes=0-1\r\n",
                "If-Modified-Since: never\r\n",
                "Content-Type: garbage\r\n",
                "Expect: 100-continue\r\n",
                "If-Match: \"x\"\r\n",
                "Cookie: \u00ff=;;\r\n",
                "Origin: null\r\n"
            })
    void headerOfNoMeaningHereChangesNothing(String header) throws IOException {
        var answer = send("GET /v1/secrets/SESSION_SIGNING_KEY HTTP/1.1\r\n" + CALLER + header);

        assertThat(answer).contains("HTTP/1.1 200").contains("\"value\":\"one\"");
    }

    private static String get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\n" + CALLER);
    }

    private static String send(String requestAndHeaders) throws IOException {
        var url = URI.create(Objects.requireNonNull(service).url("/"));
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write((requestAndHeaders + "Host: localhost\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
