package dev.tigrit.secrets.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.secrets.BundleText;
import dev.tigrit.secrets.RunningService;
import dev.tigrit.testkit.ClusterStandIn;
import dev.tigrit.testkit.Contract;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The admin port over real HTTP, judged by openapi.yaml. */
class AdminIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));
    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");
    private static final String PATH = "/admin/v1/bundle";

    @TempDir
    Path folder;

    private RunningService service;

    @BeforeEach
    void start() {
        ClusterStandIn.mount(folder.resolve("trust"), CLUSTER);
        service = RunningService.inBundleMode(folder);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void everyDocumentedAnswerIsGivenAndNoOther() throws IOException {
        assertThat(text(check(report(), 200))).isEqualTo("{\"formats\":[1],\"revision\":0,\"keys\":[]}");
        assertThat(status(service.managementUrl("/readyz"))).isEqualTo(503);
        refusals();

        var pushed = Files.readString(Path.of("src/test/resources/bundle/pushed.json"));
        var ack = text(check(push(pushed), 200));
        assertThat(ack).startsWith("{\"revision\":42,\"digest\":\"4f0458131c7d");
        var again = check(push(pushed), 200);
        assertThat(text(again)).isEqualTo(ack);
        assertThat(again.getResponseHeaders().getCacheControl()).isEqualTo("no-store");
        assertThat(text(check(report(), 200))).contains("\"revision\":42", "{\"key\":\"BINARY\",\"version\":1,");
        assertThat(status(service.managementUrl("/readyz"))).isEqualTo(200);

        var stale = checkResponse(push(BundleText.of(41, Map.of("A", "one"))), 409);
        assertThat(text(stale)).contains("\"code\":\"stale_revision\"", "\"revision\":42");
        var conflict = checkResponse(push(BundleText.of(42, Map.of("A", "one"))), 409);
        assertThat(text(conflict)).contains("\"code\":\"revision_conflict\"", "\"revision\":42");
        var unknown = checkResponse(push("{\"format\":2,\"revision\":43}"), 422);
        assertThat(text(unknown)).contains("\"code\":\"unknown_format\"");
        var malformed = checkResponse(push(BundleText.of(43, Map.of("A", ""))), 400);
        assertThat(text(malformed)).contains("\"code\":\"bad_request\"", "entries: [0]: A: value");
        assertThat(text(check(report(), 200))).contains("\"revision\":42");

        var read = read("SESSION_SIGNING_KEY", "tigrit/tigrit-sessions");
        assertThat(read.getStatus().value()).isEqualTo(200);
        assertThat(read.getResponseHeaders().getFirst("X-Bundle-Revision")).isEqualTo("42");
        assertThat(text(read)).contains("signing-key-\u00e9-of-32-bytes-or-more\\\"\\n");

        unknownTrust();
        var unseen = CONTRACT.documented();
        unseen.removeAll(CONTRACT.seen());
        assertThat(unseen).filteredOn(operation -> operation.contains(PATH)).isEmpty();
    }

    /** Of a token that is made after the mount was last looked at, by a key that is not in it. */
    private void unknownTrust() {
        var next = new ClusterStandIn("two");
        mountTrust(Instant.now().minusSeconds(30), CLUSTER);
        await().atMost(PATIENCE).untilAsserted(() -> check(report(next), 503));
        check(
                client().put()
                        .uri(service.adminUrl(PATH))
                        .headers(headers -> headers.setBearerAuth(
                                next.token(RunningService.OPERATOR, RunningService.ADMIN_AUDIENCE, Instant.now())))
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(BundleText.of(99, Map.of("A", "one"))),
                503);
    }

    @Test
    void docsPageReachesTheMainPortAndNotThisOne() {
        service.close();
        service = RunningService.inBundleMode(folder, "tigrit.docs=true");
        var origin = service.managementUrl("");

        exchange(client().get().uri(service.managementUrl("/docs/api/health")), 200);
        exchange(client().get().uri(service.managementUrl("/docs/api" + PATH)), 404);
        assertThat(allowedOrigin(client().get().uri(service.url("/health")), origin))
                .isNull();
        assertThat(allowedOrigin(as(RunningService.OPERATOR, HttpMethod.GET), origin))
                .isNull();
    }

    private static @Nullable String allowedOrigin(WebTestClient.RequestHeadersSpec<?> request, String origin) {
        return request.header("Origin", origin)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Void.class)
                .getResponseHeaders()
                .getAccessControlAllowOrigin();
    }

    private void refusals() {
        for (var method : new HttpMethod[] {HttpMethod.GET, HttpMethod.PUT}) {
            var nobody = checkResponse(client().method(method).uri(service.adminUrl(PATH)), 401);
            assertThat(nobody.getResponseHeaders().getFirst("WWW-Authenticate")).isEqualTo("Bearer");
            checkResponse(as("tigrit/game", method), 403);
        }
        assertThat(text(checkResponse(
                        as(RunningService.OPERATOR, HttpMethod.PUT)
                                .contentType(MediaType.TEXT_PLAIN)
                                .bodyValue("x"),
                        415)))
                .contains("\"code\":\"unsupported_media_type\"");
        checkResponse(as(RunningService.OPERATOR, HttpMethod.PUT).contentType(MediaType.APPLICATION_JSON), 400);
        var large = raw("PUT", "Content-Type: application/json\r\nContent-Length: 33554433\r\n", 0);
        assertThat(large).startsWith("HTTP/1.1 413").contains("\"code\":\"payload_too_large\"");
        var chunked = raw(
                "PUT", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", AdminRoutes.MAX_BYTES + 1);
        assertThat(chunked).startsWith("HTTP/1.1 413").contains("\"code\":\"payload_too_large\"");
        CONTRACT.seen("put " + PATH + " 413");
    }

    @Test
    void adminPortServesNothingElseAndNoOtherPortServesIt() {
        for (var path :
                new String[] {"/v1/secrets", "/v1/secrets/A", "/v1/events", "/health", "/livez", "/metrics", "/"}) {
            assertThat(status(service.adminUrl(path))).as(path).isEqualTo(404);
        }
        assertThat(status(service.url(PATH))).isEqualTo(404);
        assertThat(status(service.managementUrl(PATH))).isEqualTo(404);
        assertThat(raw("DELETE", "", 0)).startsWith("HTTP/1.1 405").containsIgnoringCase("allow: ");
    }

    @Test
    void largeBundleInChunksIsLoaded() {
        var values = new LinkedHashMap<String, String>();
        for (var i = 0; i < 30; i++) {
            values.put("KEY_" + i, "x".repeat(1024 * 1024));
        }

        assertThat(text(check(push(BundleText.of(1, values)), 200))).startsWith("{\"revision\":1,");
        assertThat(Objects.requireNonNull(read("KEY_29", BundleText.READER).getResponseBody()))
                .hasSizeGreaterThan(1024 * 1024);
    }

    @Test
    void higherRevisionOfMountAndPushWinsWhole() {
        BundleText.mount(folder.resolve("bundle"), 5, Map.of("A", "mounted-5", "ONLY_MOUNTED", "x"));
        awaitValue("mounted-5");

        check(push(BundleText.of(7, Map.of("A", "pushed-7"))), 200);
        awaitValue("pushed-7");
        assertThat(read("ONLY_MOUNTED", BundleText.READER).getStatus().value()).isEqualTo(404);

        BundleText.mount(folder.resolve("bundle"), 6, Map.of("A", "mounted-6"));
        await().during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> value("A").contains("pushed-7"));

        BundleText.mount(folder.resolve("bundle"), 8, Map.of("A", "mounted-8"));
        awaitValue("mounted-8");
        checkResponse(push(BundleText.of(7, Map.of("A", "pushed-7"))), 409);
    }

    @Test
    void eachAnswerIsOfTheRevisionThatItStates() throws Exception {
        check(push(BundleText.of(1, Map.of("A", "value-1", "B", "value-1"))), 200);
        var done = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var readers = Stream.of("A", "B")
                    .map(key -> threads.submit(() -> {
                        var revisions = new TreeSet<String>();
                        while (!done.get()) {
                            var answer = read(key, BundleText.READER);
                            var revision = answer.getResponseHeaders().getFirst("X-Bundle-Revision");
                            assertThat(text(answer)).contains("\"value-" + revision + "\"");
                            revisions.add(String.valueOf(revision));
                        }
                        return revisions;
                    }))
                    .toList();
            for (var revision = 2; revision <= 100; revision++) {
                check(push(BundleText.of(revision, Map.of("A", "value-" + revision, "B", "value-" + revision))), 200);
            }
            done.set(true);
            for (var reader : readers) {
                assertThat(reader.get()).hasSizeGreaterThan(1);
            }
        }
    }

    @Test
    void restartedReplicaBootsFromTheMountWithoutAnyPush() {
        ClusterStandIn.mount(folder.resolve("bundle"), BundleText.files(5, Map.of("A", "mounted-5")));
        awaitValue("mounted-5");
        service.close();

        service = RunningService.inBundleMode(folder);

        awaitValue("mounted-5");
        assertThat(text(check(report(), 200))).contains("\"revision\":5");
    }

    /** Uninstalled and installed again with nothing kept: the numbers begin again, and readers must not stay with what was. */
    @Test
    void bundleThatBeganAnewReplacesWhatIsServedAndReadersAreTold() {
        var earlier = "1764000000000-ffffffffffffffff";
        var later = "1764000000001-0000000000000000";
        check(push(BundleText.of(earlier, 70, Map.of("A", "revoked"))), 200);

        var ack = text(check(push(BundleText.of(later, 1, Map.of("A", "fresh"))), 200));

        assertThat(ack).contains("\"incarnation\":\"" + later + "\",\"revision\":1");
        assertThat(value("A")).contains("\"value\":\"fresh\"", "\"incarnation\":\"" + later + '"');
        assertThat(text(check(report(), 200))).contains("\"incarnation\":\"" + later + '"');
        assertThat(text(checkResponse(push(BundleText.of(earlier, 71, Map.of("A", "revoked"))), 409)))
                .contains("\"code\":\"stale_revision\"", "\"incarnation\":\"" + later + '"');
        ClusterStandIn.mount(
                folder.resolve("bundle"), BundleText.files(99, Map.of("A", "mounted without an incarnation")));
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> value("A").contains("fresh"));
        assertThat(text(checkResponse(push(BundleText.of("yesterday", 3, Map.of("A", "one"))), 400)))
                .contains("incarnation: has to be");
    }

    /** The API server signs by a key that the mount does not have yet: nobody is told that their token is not genuine. */
    @Test
    void tokenOfAKeyThatIsNotMountedYetIsNoVerdict() {
        var next = new ClusterStandIn("two");
        check(push(BundleText.of(1, Map.of("A", "one"))), 200);
        mountTrust(Instant.now().minusSeconds(30), CLUSTER);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(text(checkResponse(report(next), 503))).contains("\"code\":\"trust_unavailable\""));
        // Each port has the mount read for itself.
        for (var path : new String[] {"/v1/secrets/A", "/v1/secrets", "/v1/events"}) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                var answer = checkResponse(
                        client().get()
                                .uri(service.url(path))
                                .headers(headers -> headers.setBearerAuth(
                                        next.token(BundleText.READER, RunningService.AUDIENCE, Instant.now()))),
                        503);
                assertThat(answer.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
            });
        }
        check(report(), 200);

        // It was looked at after such a token could have been made, and has no such key.
        mountTrust(Instant.now().plusSeconds(90), CLUSTER);
        await().atMost(PATIENCE).untilAsserted(() -> checkResponse(report(next), 401));

        mountTrust(Instant.now(), CLUSTER, next);
        await().atMost(PATIENCE).untilAsserted(() -> check(report(next), 200));
    }

    private void mountTrust(Instant checkedAt, ClusterStandIn... clusters) {
        ClusterStandIn.mount(
                folder.resolve("trust"),
                Map.of(
                        "issuers",
                        ClusterStandIn.ISSUER,
                        "jwks.json",
                        ClusterStandIn.jwks(clusters),
                        "checked-at",
                        checkedAt.toString()));
    }

    private WebTestClient.RequestHeadersSpec<?> report(ClusterStandIn cluster) {
        return client().get()
                .uri(service.adminUrl(PATH))
                .headers(headers -> headers.setBearerAuth(
                        cluster.token(RunningService.OPERATOR, RunningService.ADMIN_AUDIENCE, Instant.now())));
    }

    private void awaitValue(String value) {
        await().atMost(PATIENCE).until(() -> value("A").contains(value));
    }

    private String value(String key) {
        return text(read(key, BundleText.READER));
    }

    private WebTestClient.RequestHeadersSpec<?> report() {
        return as(RunningService.OPERATOR, HttpMethod.GET);
    }

    private WebTestClient.RequestHeadersSpec<?> push(String body) {
        return as(RunningService.OPERATOR, HttpMethod.PUT)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.getBytes(UTF_8));
    }

    private WebTestClient.RequestBodySpec as(String account, HttpMethod method) {
        return client().method(method)
                .uri(service.adminUrl(PATH))
                .headers(headers ->
                        headers.setBearerAuth(CLUSTER.token(account, RunningService.ADMIN_AUDIENCE, Instant.now())));
    }

    private EntityExchangeResult<byte[]> read(String key, String account) {
        return client().get()
                .uri(service.url("/v1/secrets/" + key))
                .headers(headers ->
                        headers.setBearerAuth(CLUSTER.token(account, RunningService.AUDIENCE, Instant.now())))
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static int status(String url) {
        return client().get()
                .uri(url)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static WebTestClient client() {
        return WebTestClient.bindToServer()
                .responseTimeout(PATIENCE)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(-1))
                .build();
    }

    /** A request of the operator with so many bytes in one chunk and no end. */
    private String raw(String method, String headers, int bytes) {
        var url = URI.create(service.adminUrl(PATH));
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(30_000);
            var out = socket.getOutputStream();
            out.write((method + " " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                            + CLUSTER.token(RunningService.OPERATOR, RunningService.ADMIN_AUDIENCE, Instant.now())
                            + "\r\n" + headers + "\r\n")
                    .getBytes(ISO_8859_1));
            if (bytes > 0) {
                out.write((Integer.toHexString(bytes) + "\r\n").getBytes(ISO_8859_1));
                out.write(new byte[bytes]);
            }
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EntityExchangeResult<byte[]> check(WebTestClient.RequestHeadersSpec<?> request, int status) {
        var result = exchange(request, status);
        CONTRACT.check(result);
        return result;
    }

    /** For a request that is wrong on purpose. */
    private static EntityExchangeResult<byte[]> checkResponse(WebTestClient.RequestHeadersSpec<?> request, int status) {
        var result = exchange(request, status);
        CONTRACT.checkResponse(result);
        return result;
    }

    private static EntityExchangeResult<byte[]> exchange(WebTestClient.RequestHeadersSpec<?> request, int status) {
        return request.exchange().expectStatus().isEqualTo(status).expectBody().returnResult();
    }

    private static String text(EntityExchangeResult<byte[]> result) {
        return new String(Objects.requireNonNull(result.getResponseBody()), UTF_8);
    }
}
