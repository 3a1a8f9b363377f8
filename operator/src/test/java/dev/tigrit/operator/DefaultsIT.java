package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.testkit.NeedsApiServer;
import dev.tigrit.operator.testkit.StandIn;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The documents that come with the release, and how what the operator makes is marked. */
@NeedsApiServer
class DefaultsIT {

    private static final String KEY = "SESSION_SIGNING_KEY";
    private static final String NAME = "session-signing-key";

    private Release release;

    @BeforeEach
    void install() throws Exception {
        release = new Release("defaults");
        Files.writeString(release.defaults().resolve(NAME + ".yaml"), """
                apiVersion: secrets.tigrit.dev/v1alpha1
                kind: ManagedSecret
                metadata: {name: session-signing-key}
                spec: {key: SESSION_SIGNING_KEY, generate: {}, readers: [internal]}
                """);
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    private StandIn serving() throws Exception {
        var replica = release.replica();
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry(KEY) != null);
        return replica;
    }

    @Test
    void defaultDocumentsAreAppliedAndAnOwnersEditStays() throws Exception {
        var first = release.operator();
        serving();
        release.managed(NAME, "{key: SESSION_SIGNING_KEY, generate: {}, readers: [ns/sa]}");

        first.close();
        var second = release.operator();

        await().atMost(Duration.ofSeconds(20)).until(() -> Release.metric(second, "tigrit_operator_passes_total") > 0);
        assertThat(release.managed(NAME).getSpec().readers()).containsExactly("ns/sa");
        var generated = Objects.requireNonNull(release.secret(NAME));
        assertThat(Release.text(generated, KEY)).hasSize(43);
        assertThat(generated.getMetadata().getOwnerReferences()).isEmpty();
    }

    @Test
    void deletedDefaultIsThereAgainAndItsKeyNeverLeavesTheBundle() throws Exception {
        release.operator();
        var replica = serving();
        var value = replica.value(KEY);
        for (var round = 0; round < 20; round++) {
            var uid = release.managed(NAME).getMetadata().getUid();

            release.client
                    .resources(ManagedSecret.class)
                    .inNamespace(release.namespace)
                    .withName(NAME)
                    .delete();

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(release.managed(NAME))
                            .isNotNull()
                            .satisfies(document ->
                                    assertThat(document.getMetadata().getUid()).isNotEqualTo(uid)));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(release.reason(NAME, "Ready")).isEqualTo("Served"));
        }
        assertThat(replica.pushes().stream()
                        .filter(bundle -> bundle.path("revision").asLong() > firstWithTheKey(replica)))
                .allSatisfy(bundle -> assertThat(bundle.path("entries")).isNotEmpty());
        assertThat(replica.value(KEY)).isEqualTo(value);
        assertThat(Objects.requireNonNull(replica.entry(KEY)).path("version").asLong())
                .isEqualTo(1);
    }

    private static long firstWithTheKey(StandIn replica) {
        return replica.pushes().stream()
                .filter(bundle -> !bundle.path("entries").isEmpty())
                .findFirst()
                .orElseThrow()
                .path("revision")
                .asLong();
    }

    @Test
    void defaultThatCannotBeAppliedAgainHoldsUpNothingElse() throws Exception {
        release.operator();
        serving();
        var replica = release.replicas.getFirst();
        Files.writeString(release.defaults().resolve("zz-broken.yaml"), """
                apiVersion: secrets.tigrit.dev/v1alpha1
                kind: ManagedSecret
                metadata: {name: broken}
                spec: {key: no-key, generate: {}}
                """);

        release.managed("other", "{key: JWT_SECRET, generate: {}, readers: [internal]}");

        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("JWT_SECRET") != null);
    }

    /** A tool that deletes what a chart does not render must not take these objects for the release's. */
    @Test
    void everythingThatTheOperatorMakesIsMarkedAsTheOperators() throws Exception {
        release.operator();
        serving();

        var made = new ArrayList<HasMetadata>(
                release.client.secrets().inNamespace(release.namespace).list().getItems());
        made.add(release.client
                .configMaps()
                .inNamespace(release.namespace)
                .withName("tigrit-trust")
                .get());
        made.add(release.client
                .leases()
                .inNamespace(release.namespace)
                .withName("tigrit-operator")
                .get());

        assertThat(made)
                .hasSizeGreaterThan(4)
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .as(object.getMetadata().getName())
                        .containsEntry("app.kubernetes.io/managed-by", "tigrit-operator")
                        .doesNotContainKey("app.kubernetes.io/instance"));
    }
}
