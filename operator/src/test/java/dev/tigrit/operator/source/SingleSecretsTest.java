package dev.tigrit.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.desire.Decision.Desired.SecretToGenerate;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes of the API server's answers to requests for single Secrets. */
class SingleSecretsTest {

    private static final String SECRET = """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"bot","namespace":"tigrit","resourceVersion":"1","labels":{%s}}}""";
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private KubernetesClient client;
    private volatile int code;
    private volatile String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            exchange.getRequestBody().readAllBytes();
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void answer(int newCode, String newBody) {
        code = newCode;
        body = newBody;
    }

    private void refuse(int newCode) {
        answer(newCode, """
                {"apiVersion":"v1","kind":"Status","status":"Failure","code":%d,"message":"quotes the value"}""".formatted(newCode));
    }

    @Test
    void labelIsReadFromWhatWasFetched() {
        answer(200, SECRET.formatted(""));
        assertThat(Lookups.ask(client, "tigrit", "bot")).isEqualTo(Lookups.Found.UNLABELLED);
        answer(200, SECRET.formatted("\"secrets.tigrit.dev/sync\":\"true\""));
        assertThat(Lookups.ask(client, "tigrit", "bot")).isEqualTo(Lookups.Found.LABELLED);
        refuse(404);
        assertThat(Lookups.ask(client, "tigrit", "bot")).isEqualTo(Lookups.Found.NOTHING);
    }

    @Test
    void refusalAndImpossibleNameAreNotThrown() {
        refuse(403);
        assertThat(Lookups.ask(client, "tigrit", "bot")).isEqualTo(Lookups.Found.UNKNOWN);
        assertThat(Lookups.ask(client, "tigrit", "a b")).isEqualTo(Lookups.Found.UNKNOWN);
    }

    @Test
    void oneSecretThatCannotBeMadeHoldsUpNoOther() throws IOException {
        refuse(422);

        var problems = make("""
                - {kind: ManagedSecret, metadata: {name: a}, spec: {key: A, generate: {}}}
                - {kind: ManagedSecret, metadata: {name: b}, spec: {key: B, generate: {}}}
                """, secret("A", "a", false), secret("B", "b", false));

        assertThat(requests).hasSize(2);
        assertThat(problems)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(claim("a"), "the API server answered 422", claim("b"), "the API server answered 422"));
    }

    @Test
    void somebodyElsesWriteMeanwhileIsNoFailure() throws IOException {
        refuse(409);

        var problems = make(
                "[{kind: ManagedSecret, metadata: {name: a}, spec: {key: A, generate: {}}}]", secret("A", "a", false));

        assertThat(problems).isEmpty();
    }

    @Test
    void onlyWhatTheOperatorHasMadeIsReplaced() throws IOException {
        var objects = """
                - {kind: ManagedSecret, metadata: {name: a}, spec: {key: A, generate: {}}}
                - kind: Secret
                  apiVersion: v1
                  metadata: {name: a, resourceVersion: "1", labels: {%s}}
                  stringData: {A: old}
                """;
        answer(200, SECRET.formatted("").replace("bot", "a"));

        make(objects.formatted("secrets.tigrit.dev/sync: 'true'"), secret("A", "a", true));
        assertThat(requests).isEmpty();

        make(
                objects.formatted("secrets.tigrit.dev/sync: 'true', app.kubernetes.io/managed-by: tigrit-operator"),
                secret("A", "a", true));
        assertThat(requests).contains("PUT /api/v1/namespaces/tigrit/secrets/a");
    }

    private static Claim claim(String name) {
        return new Claim(Claim.MANAGED_SECRET, "tigrit", name, "uid-" + name);
    }

    private static SecretToGenerate secret(String key, String name, boolean replaces) {
        var old = replaces ? SecretValue.of("old".getBytes(StandardCharsets.UTF_8)) : null;
        return new SecretToGenerate(key, claim(name), null, old);
    }

    /** @param objects in YAML */
    private Map<Claim, String> make(String objects, SecretToGenerate... secrets) throws IOException {
        var generated = new GeneratedSecrets(client, CachedObjects.seen(new YAMLMapper().readTree(objects)));
        generated.write(List.of(secrets));
        return generated.problems();
    }
}
