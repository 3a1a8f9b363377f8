package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.testkit.NeedsApiServer;
import dev.tigrit.operator.testkit.StandIn;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stored bundle: what becomes of it when somebody damages it, and what the operator makes of what is left. */
@NeedsApiServer
class StoreIT {

    private static final String KEY = "TELEGRAM_BOT_TOKEN";

    private Release release;

    @BeforeEach
    void install() throws Exception {
        release = new Release("store");
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    private StandIn serving(String value) throws Exception {
        var replica = release.replica();
        release.labelled("bot", Map.of(KEY, value));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}, rotation: {overlap: 1h}}");
        release.awaitServed(KEY, value);
        return replica;
    }

    private static String shard() {
        return "tigrit-secrets-bundle-" + Bundle.shardOf(KEY);
    }

    private Secret stored(String name) {
        return await().atMost(Duration.ofSeconds(10)).until(() -> release.secret(name), Objects::nonNull);
    }

    private static Stream<String> files(Secret shard) {
        return shard.getData().keySet().stream().map(file -> Release.text(shard, file));
    }

    private long storedRevision() throws Exception {
        return new ObjectMapper()
                .readTree(Release.text(stored("tigrit-secrets-bundle"), "index.json"))
                .path("revision")
                .asLong();
    }

    @Test
    void deletedShardIsWrittenAgainWithItsPreviousValues() throws Exception {
        release.operator();
        var replica = serving("42:one");
        release.labelled("bot", Map.of(KEY, "42:two"));
        release.awaitServed(KEY, "42:two");

        release.client.resource(stored(shard())).delete();

        var again = stored(shard());
        assertThat(files(again))
                .anySatisfy(file -> assertThat(file).contains("42:two").contains("42:one"));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(replica.revision()).isEqualTo(storedRevision()));
        assertThat(Objects.requireNonNull(replica.entry(KEY)).path("version").asLong())
                .isEqualTo(2);
    }

    /** Uninstalled and installed again: what is kept goes on, what comes back finds it. */
    @Test
    void newOperatorAndNewReplicasGoOnWithTheBundleThatIsThere() throws Exception {
        var first = release.operator();
        var old = serving("42:one");
        release.labelled("bot", Map.of(KEY, "42:two"));
        release.awaitServed(KEY, "42:two");
        first.close();
        release.unlist("replica-1");
        release.replicas.clear();
        var young = release.replica();

        release.operator();

        release.awaitServed(KEY, "42:two");
        assertThat(Objects.requireNonNull(young.entry(KEY)).path("version").asLong())
                .isEqualTo(2);
        assertThat(StandIn.incarnation(young.pushes().getLast()))
                .isNotEmpty()
                .isEqualTo(StandIn.incarnation(old.pushes().getLast()));
    }

    @Test
    void bundleThatBeginsAnewIsTakenByAReplicaThatHadAHigherRevision() throws Exception {
        var first = release.operator();
        var old = serving("42:one");
        for (var value : new String[] {"42:two", "42:three", "42:four"}) {
            release.labelled("bot", Map.of(KEY, value));
            release.awaitServed(KEY, value);
        }
        first.close();
        forgetBundle();
        // Nobody is there who could say how far the versions had come.
        release.unlist("replica-1");
        release.labelled("bot", Map.of(KEY, "42:five"));
        release.operator();
        stored("tigrit-secrets-bundle");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(release.status("bot").version()).isEqualTo(1);
            assertThat(release.reason("bot", "Ready")).isEqualTo("Served");
        });

        release.list("replica-1", old.port());

        release.awaitServed(KEY, "42:five");
        assertThat(Objects.requireNonNull(old.entry(KEY)).path("version").asLong())
                .isEqualTo(1);
        assertThat(StandIn.incarnation(old.pushes().getLast()))
                .isGreaterThan(StandIn.incarnation(old.pushes().getFirst()));
    }

    /** As after a restore of an old state of the cluster: whatever is later would otherwise never be replaced. */
    @Test
    void replicaOfALaterIncarnationIsOvertakenByOneThatIsLaterStill() throws Exception {
        release.operator();
        var replica = serving("42:one");
        var before = StandIn.incarnation(replica.pushes().getLast());
        var later = "%013d".formatted(System.currentTimeMillis() + 60_000) + before.substring(13);
        replica.serve(new ObjectMapper()
                .readTree("{\"format\":1,\"incarnation\":\"" + later
                        + "\",\"revision\":1,\"digest_key\":\"AAAA\",\"entries\":[]}"));

        release.awaitServed(KEY, "42:one");

        assertThat(StandIn.incarnation(replica.pushes().getLast())).isGreaterThan(later);
        assertThat(new ObjectMapper()
                        .readTree(Release.text(stored("tigrit-secrets-bundle"), "index.json"))
                        .path("incarnation")
                        .asText())
                .isGreaterThan(later);
    }

    private void forgetBundle() {
        release.client
                .secrets()
                .inNamespace(release.namespace)
                .withLabel(Names.BUNDLE_LABEL)
                .delete();
    }

    @Test
    void indexLostWithTheOperatorGoesOnAboveWhatReplicasReport() throws Exception {
        var first = release.operator();
        var replica = serving("42:one");
        release.labelled("bot", Map.of(KEY, "42:two"));
        release.awaitServed(KEY, "42:two");
        var revision = replica.revision();
        first.close();
        release.client.resource(stored("tigrit-secrets-bundle")).delete();

        release.operator();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(replica.revision()).isGreaterThan(revision);
            assertThat(Objects.requireNonNull(replica.entry(KEY))
                            .path("version")
                            .asLong())
                    .isEqualTo(3);
        });
        assertThat(replica.value(KEY)).isEqualTo("42:two");
    }

    @Test
    void replicaWithAnotherBundleUnderTheSameRevisionIsOvertaken() throws Exception {
        release.operator();
        var replica = serving("42:one");
        var other = new ObjectMapper()
                .readTree("{\"format\":1,\"incarnation\":\""
                        + StandIn.incarnation(replica.pushes().getLast()) + "\",\"revision\":" + replica.revision()
                        + ",\"digest_key\":\"AAAA\",\"entries\":[]}");

        replica.serve(other);

        release.awaitServed(KEY, "42:one");
        assertThat(replica.revision()).isGreaterThan(other.path("revision").asLong());
    }

    @Test
    void revokedValueIsGoneFromTheShardToo() throws Exception {
        release.operator();
        serving("42:leaked");
        release.labelled("bot", Map.of(KEY, "42:fresh"));
        release.awaitServed(KEY, "42:fresh");

        release.managed(
                "bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}, rotation: {overlap: 1h}, revokeBefore: 2}");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(Objects.requireNonNull(release.replicas.getFirst().entry(KEY))
                            .path("previous"))
                    .isEmpty();
            assertThat(files(stored(shard())))
                    .singleElement()
                    .satisfies(file -> assertThat(file).contains("42:fresh").doesNotContain("42:leaked"));
        });
    }

    @Test
    void everythingButTheBundleBelongsToTheDeploymentOnceItIsThere() throws Exception {
        release.operator();
        serving("42:one");
        var deployment = release.client
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("tigrit-secrets")
                        .withNamespace(release.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withNewSelector()
                        .addToMatchLabels("a", "b")
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("a", "b")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("secrets")
                        .withImage("secrets")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (var name : new String[] {"tigrit-secrets-tls", "tigrit-secrets-ca"}) {
                assertOwned(stored(name), deployment);
            }
        });
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertOwned(lease(), deployment));
        var renewed = lease().getSpec().getRenewTime();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> lease().getSpec().getRenewTime().isAfter(renewed.plusSeconds(2)));
        assertOwned(lease(), deployment);
        release.labelled("bot", Map.of(KEY, "42:two"));
        release.awaitServed(KEY, "42:two");
        for (var name : new String[] {"bot", "tigrit-secrets-bundle", shard()}) {
            assertThat(stored(name).getMetadata().getOwnerReferences()).as(name).isEmpty();
        }
    }

    private static void assertOwned(HasMetadata object, Deployment by) {
        assertThat(object.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner ->
                        assertThat(owner.getUid()).isEqualTo(by.getMetadata().getUid()));
    }

    private Lease lease() {
        return release.client
                .leases()
                .inNamespace(release.namespace)
                .withName("tigrit-operator")
                .get();
    }
}
