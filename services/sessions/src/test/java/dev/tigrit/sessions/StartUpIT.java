package dev.tigrit.sessions;

import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.server.RealRedis;
import dev.tigrit.sessions.server.StoreUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import reactor.test.StepVerifier;

@ExtendWith(OutputCaptureExtension.class)
class StartUpIT {

    @ParameterizedTest
    @CsvSource({
        "--SESSION_SIGNING_KEY=short, SESSION_SIGNING_KEY has 5 bytes",
        "--INTERNAL_API_SECRET=short, INTERNAL_API_SECRET has 5 bytes",
        "--SESSION_SIGNING_KEY=, SESSION_SIGNING_KEY is not set",
        "--sessions.ttl=0s, sessions.ttl has to be",
        "--sessions.ttl=31d, sessions.ttl has to be",
        "--sessions.idle-ttl=-1s, sessions.idle-ttl has to be",
        "--sessions.extend-throttle=-1s, sessions.extend-throttle has to be",
        "--sessions.redis.username=app, sessions.redis.username is set without",
        "--sessions.redis.timeout=0, sessions.redis.timeout has to be"
    })
    void wrongValueStopsStartUpAndIsNamed(String argument, String message) {
        assertThatThrownBy(() -> TestService.launch(RealRedis.nowhere(), argument))
                .rootCause()
                .hasMessageStartingWith(message);
    }

    @Test
    void wrongAddressOfTheStoreIsNamedWithoutItsPassword(CapturedOutput output) {
        assertThatThrownBy(() -> TestService.launch("http://user:hunter2@localhost"))
                .rootCause()
                .hasMessage(
                        "sessions.redis.url is not a redis://, rediss://, redis-sentinel:// or rediss-sentinel:// address");
        assertThat(output.getAll()).doesNotContain("hunter2");
    }

    @Test
    void withoutTheInternalSecretNobodyIsACallerAndALineSaysSo(CapturedOutput output) {
        try (var service = TestService.launch(RealRedis.nowhere(), "--INTERNAL_API_SECRET=")) {
            assertThat(service.create("{\"user_id\": \"42\"}").getStatus().value())
                    .isEqualTo(401);
            await().untilAsserted(() -> assertThat(output.getAll()
                            .lines()
                            .filter(line -> line.contains("calls that need a caller answer 401")))
                    .hasSize(1));
        }
    }

    @Test
    void storeThatMayEvictSessionsIsWarnedOf(CapturedOutput output) {
        try (var redis = RealRedis.start()) {
            redis.ask(c -> c.configSet("maxmemory-policy", "allkeys-lru"));
            try (var service = TestService.start(redis.url())) {
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> output.getAll().contains("the store may evict sessions"));
                assertThat(service.status("/health")).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STANDALONE", "CLUSTER"})
    void passwordApartFromTheUrlMayHaveAnyCharacters(StoreUnderTest.Kind kind) {
        var password = "p@ss/w:rd#%41 ?";
        try (var store = kind.start()) {
            store.servers().forEach(server -> server.acl("SETUSER", "app", "on", ">" + password, "~*", "&*", "+@all"));
            try (var service = TestService.ready(
                    store, "--sessions.redis.username=app", "--sessions.redis.password=" + password)) {
                assertThat(service.status("verify", service.token())).isEqualTo(200);
                assertThat(store.servers())
                        .anyMatch(server ->
                                server.<String>ask(c -> c.clientList()).contains("user=app"));
            }
        }
    }

    /** The rights that the README lists for the store's ACL, for a database of its own and for a Cluster. */
    @ParameterizedTest
    @EnumSource(names = {"STANDALONE", "CLUSTER"})
    void storeUserNeedsOnlyTheDocumentedRights(StoreUnderTest.Kind kind) throws IOException {
        var cluster = kind == StoreUnderTest.Kind.CLUSTER;
        var rights = new ArrayList<>(List.of("SETUSER", "app", "on", ">pw", "resetchannels"));
        for (var condition : List.of("always", "wait-replicas", cluster ? "cluster" : "database")) {
            rights.addAll(documentedRights(condition));
        }
        try (var store = kind.start()) {
            // 6.2 takes any word behind the bar; 7.0 knows which commands there are, and has none of that name.
            if (!store.servers().getFirst().ask(c -> c.info("server")).contains("redis_version:7.0.")) {
                rights.addAll(documentedRights("from 7.2"));
            }
            store.servers().forEach(server -> server.acl(rights.toArray(String[]::new)));
            var url = store.url().replace("//", "//app:pw@") + (cluster ? "" : "/1");
            try (var service = TestService.start(
                    url,
                    "--sessions.redis.cluster=" + cluster,
                    "--sessions.redis.wait-replicas=1",
                    "--sessions.redis.wait-timeout=50ms")) {
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> store.servers().stream().anyMatch(server -> server.subscribers() > 0));
                everyCallIsAnswered(service);
            }
            assertThat(store.servers())
                    .allSatisfy(server -> assertThat(server.refusals()).isEmpty());
        }
    }

    private static void everyCallIsAnswered(TestService service) {
        var created = service.create("{\"user_id\": \"42\"}", "a-key-of-22-characters-or-more");
        var again = service.create("{\"user_id\": \"42\"}", "a-key-of-22-characters-or-more");
        var batch = "{\"tokens\": [\"" + tokenOf(created) + "\"]}";
        assertThat(tokenOf(again)).isEqualTo(tokenOf(created));
        assertThat(service.status("verify", tokenOf(created))).isEqualTo(200);
        assertThat(service.status("extend", tokenOf(created))).isEqualTo(200);
        assertThat(status(TestService.post(service.web(), "/v1/sessions/verify-batch", TestService.INTERNAL, batch)))
                .isEqualTo(200);
        assertThat(service.sessionsOf("42")).containsExactly(TestService.text(created, "session_id"));
        StepVerifier.create(service.web()
                        .get()
                        .uri("/v1/events")
                        .headers(headers -> headers.setBearerAuth(TestService.INTERNAL))
                        .exchange()
                        .returnResult(String.class)
                        .getResponseBody()
                        .filter(event -> event.contains("logout")))
                .then(() -> service.status("invalidate", tokenOf(service.createFor("another"))))
                .expectNextCount(1)
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        var rotated = service.post("/v1/sessions/rotate", tokenOf(created));
        assertThat(status(rotated)).isEqualTo(200);
        assertThat(service.status("invalidate", tokenOf(rotated))).isEqualTo(204);
        var id = TestService.text(service.createFor("42"), "session_id");
        assertThat(status(service.call(HttpMethod.DELETE, "/v1/users/42/sessions?except=" + id)))
                .isEqualTo(204);
        assertThat(status(service.call(HttpMethod.DELETE, "/v1/sessions/" + id)))
                .isEqualTo(204);
        assertThat(status(service.call(HttpMethod.DELETE, "/v1/users/42/sessions")))
                .isEqualTo(204);
    }

    private static int status(EntityExchangeResult<byte[]> answer) {
        return answer.getStatus().value();
    }

    /** What stands behind the condition, and on the lines below it that begin with blanks. */
    private static List<String> documentedRights(String condition) throws IOException {
        var block = Pattern.compile("ACL of the store's user.*?\n```\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        var rights = Pattern.compile("^" + condition + " +(.*(?:\n .*)*)", Pattern.MULTILINE)
                .matcher(block.group(1));
        assertThat(rights.find()).as(condition).isTrue();
        return List.of(rights.group(1).split("\\s+", -1));
    }
}
