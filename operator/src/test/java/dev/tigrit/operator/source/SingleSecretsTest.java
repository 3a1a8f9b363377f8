package dev.tigrit.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tigrit.operator.Names;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Claim;
import dev.tigrit.operator.bundle.Incarnation;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.desire.Desired;
import dev.tigrit.operator.desire.Desired.Making;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.desire.Verdict;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
        assertThat(Unlabelled.of(client).look("tigrit", "bot")).isEqualTo(Unlabelled.Found.UNLABELLED);
        answer(200, SECRET.formatted("\"secrets.tigrit.dev/sync\":\"true\""));
        assertThat(Unlabelled.of(client).look("tigrit", "bot")).isEqualTo(Unlabelled.Found.LABELLED);
        refuse(404);
        assertThat(Unlabelled.of(client).look("tigrit", "bot")).isEqualTo(Unlabelled.Found.NOTHING);
    }

    @Test
    void refusalAndImpossibleNameAreNotThrown() {
        refuse(403);
        assertThat(Unlabelled.of(client).look("tigrit", "bot")).isEqualTo(Unlabelled.Found.UNKNOWN);
        assertThat(Unlabelled.of(client).look("tigrit", "a b")).isEqualTo(Unlabelled.Found.UNKNOWN);
    }

    @Test
    void oneSecretThatCannotBeMadeHoldsUpNoOther() throws IOException {
        refuse(422);

        var desired = make("""
                - {kind: ManagedSecret, metadata: {name: a}, spec: {key: A, generate: {}}}
                - {kind: ManagedSecret, metadata: {name: b}, spec: {key: B, generate: {}}}
                """, making("A", "a", false), making("B", "b", false));

        assertThat(requests).hasSize(2);
        assertThat(desired.verdicts())
                .extracting(Verdict::reason)
                .containsExactly(Reason.GENERATION_FAILED, Reason.CONFLICT, Reason.GENERATION_FAILED, Reason.CONFLICT);
        assertThat(desired.verdicts().getFirst().message())
                .isEqualTo("the Secret of the value cannot be written: the API server answered 422");
        assertThat(desired.verdicts().getFirst().version()).isEqualTo(3);
    }

    @Test
    void somebodyElsesWriteMeanwhileIsNoFailure() throws IOException {
        refuse(409);

        var desired = make(
                "[{kind: ManagedSecret, metadata: {name: a}, spec: {key: A, generate: {}}}]", making("A", "a", false));

        assertThat(desired.verdicts().getFirst().reason()).isEqualTo(Reason.GENERATING);
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

        make(objects.formatted("secrets.tigrit.dev/sync: 'true'"), making("A", "a", true));
        assertThat(requests).isEmpty();

        make(
                objects.formatted("secrets.tigrit.dev/sync: 'true', app.kubernetes.io/managed-by: tigrit-operator"),
                making("A", "a", true));
        assertThat(requests).contains("PUT /api/v1/namespaces/tigrit/secrets/a");
    }

    private static Making making(String key, String name, boolean replaces) {
        var claim = new Claim(Claim.MANAGED_SECRET, "tigrit", name, "uid-" + name);
        return new Making(key, claim, null, replaces ? SecretValue.of("old".getBytes(StandardCharsets.UTF_8)) : null);
    }

    /** Of objects in YAML; each key has a claimant that is being served, and one that has come later. */
    private Desired make(String objects, Making... making) throws IOException {
        var verdicts = new ArrayList<Verdict>();
        for (var one : making) {
            var other = new Claim(Claim.MANAGED_SECRET, "tigrit", "other", "uid-other");
            verdicts.add(new Verdict(one.key(), one.claim(), 1, Reason.GENERATING, "", 3, 3, null));
            verdicts.add(new Verdict(one.key(), other, 1, Reason.CONFLICT, "", 0, 0, null));
        }
        var seen = SeenObjects.seen(new YAMLMapper().readTree(objects));
        var nothing = Bundle.empty(Incarnation.NONE, SecretValue.of(new byte[32]));
        return new GeneratedSecrets(client, seen, new Names("tigrit", "tigrit"))
                .make(new Desired(nothing, false, List.of(making), verdicts, null));
    }
}
