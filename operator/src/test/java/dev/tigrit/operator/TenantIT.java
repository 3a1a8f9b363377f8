package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A namespace whose owner may claim {@code TEAM_*}, and does what is to nobody's good. */
@Isolated("Keeps the API server busy.")
@NeedsApiServer
class TenantIT {

    private static final int DOCUMENTS = 1_000;

    private Release release;
    private String tenant;

    @BeforeEach
    void install() throws Exception {
        release = new Release("host");
        tenant = ApiServer.shared().namespace("tenant");
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    private String namespaces() {
        return "namespaces: {%s: ['*'], %s: ['TEAM_*']}".formatted(release.namespace, tenant);
    }

    private void secret(String name, Map<String, String> values) {
        release.write(new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(tenant)
                .addToLabels(Names.SYNC_LABEL, "true")
                .addToAnnotations(Names.READERS_ANNOTATION, "internal")
                .endMetadata()
                .withStringData(values)
                .build());
    }

    private List<Event> events(String reason) {
        return release.client.events().v1().events().inNamespace(tenant).list().getItems().stream()
                .filter(event -> reason.equals(event.getReason()))
                .toList();
    }

    @Test
    void quotaIsToldByAnEventAndTheReleaseIsServed() throws Exception {
        release.operator(namespaces() + "\nquota: {keys: 2}");
        var replica = release.replica();

        secret("theirs", Map.of("TEAM_A", "a", "TEAM_B", "b", "TEAM_C", "c"));
        release.managed("key", "{key: SESSION_SIGNING_KEY, generate: {}, readers: [internal]}");

        release.awaitReason("key", "Served");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(events("QuotaExceeded"))
                        .singleElement()
                        .satisfies(event -> assertThat(event.getNote()).startsWith("TEAM_C: namespace " + tenant)));
        assertThat(replica.entry("TEAM_B")).isNotNull();
        assertThat(replica.entry("TEAM_C")).isNull();
    }

    @Test
    void dataKeysThatCannotBeKeysAreNamedByOneEvent() throws Exception {
        var operator = release.operator(namespaces());
        var replica = release.replica();

        secret("theirs", Map.of("tls.crt", "a", "tls.key", "b", "TEAM_A", "c"));
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("TEAM_A") != null);
        secret("theirs", Map.of("tls.crt", "a", "tls.key", "b", "TEAM_A", "d"));
        await().atMost(Duration.ofSeconds(20)).until(() -> "d".equals(replica.value("TEAM_A")));
        var passes = Release.metric(operator, "tigrit_operator_passes_total");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Release.metric(operator, "tigrit_operator_passes_total") > passes);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(events("KeyInvalid"))
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.getNote()).contains("tls.crt, tls.key");
                            assertThat(event.getRegarding().getName()).isEqualTo("theirs");
                            assertThat(event.getType()).isEqualTo("Warning");
                        }));
    }

    @Test
    void statusesOfOthersDoNotWaitForThoseOfATenantWithAThousandDocuments() throws Exception {
        for (var number = 0; number < DOCUMENTS; number++) {
            release.apply("""
                    apiVersion: secrets.tigrit.dev/v1alpha1
                    kind: ManagedSecret
                    metadata: {name: key-%d, namespace: %s}
                    spec: {key: TEAM_%d, generate: {}}
                    """.formatted(number, tenant, number));
        }
        release.operator(namespaces());
        release.replica();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> untold() < DOCUMENTS);

        release.managed("key", "{key: ZULU, generate: {}, readers: [internal]}");
        release.awaitSynced("key", 1);
        var waiting = untold();

        assertThat(waiting).isGreaterThan(DOCUMENTS / 10);
        await().atMost(Duration.ofMinutes(2)).until(() -> untold() == 0);
    }

    private long untold() {
        return release.client.resources(ManagedSecret.class).inNamespace(tenant).list().getItems().stream()
                .filter(document -> document.getStatus() == null)
                .count();
    }

    @Test
    void largeSecretsDoNotEndTheOperator() throws Exception {
        for (var number = 0; number < 150; number++) {
            var values = new HashMap<String, String>();
            for (var value = 0; value < 8; value++) {
                values.put("TEAM_%d_%d".formatted(number, value), "x".repeat(127 * 1024));
            }
            secret("large-" + number, values);
        }
        var folder = Files.createTempDirectory("tenant");
        var process = OperatorProcess.start(release.yaml(namespaces()), folder, "160m");
        try {
            var replica = release.replica();
            release.managed("key", "{key: SESSION_SIGNING_KEY, generate: {}, readers: [internal]}");

            await().atMost(Duration.ofMinutes(2)).until(() -> replica.entry("SESSION_SIGNING_KEY") != null);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(events("QuotaExceeded")).isNotEmpty());
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
