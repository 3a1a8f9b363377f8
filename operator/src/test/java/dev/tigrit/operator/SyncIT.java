package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From objects to replicas and back to status, on a real API server. */
@NeedsApiServer
class SyncIT {

    private Release release;

    @BeforeEach
    void install() throws Exception {
        release = new Release("sync");
    }

    @AfterEach
    void uninstall() throws Exception {
        release.close();
    }

    @Test
    void editedSecretReachesEveryReplicaAndIsReported() throws Exception {
        release.operator();
        release.replica();
        release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one\n"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}, readers: [internal]}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");

        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:two\n"));

        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:two");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var status = release.status("bot");
            assertThat(status.version()).isEqualTo(2);
            assertThat(status.endpoints()).isEqualTo("2/2");
            assertThat(status.lastSync()).isNotNull();
            assertThat(status.observedGeneration()).isEqualTo(1);
            assertThat(release.reason("bot", "Ready")).isEqualTo("Served");
            assertThat(release.reason("bot", "Synced")).isEqualTo("Acknowledged");
        });
        assertThat(release.client
                        .events()
                        .v1()
                        .events()
                        .inNamespace(release.namespace)
                        .list()
                        .getItems())
                .anySatisfy(event -> assertThat(event.getNote()).contains("version 2 is served"));
    }

    @Test
    void touchedMetadataCausesNoPush() throws Exception {
        var operator = release.operator();
        var replica = release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
        var pushes = replica.pushes().size();
        var stores = Release.metric(operator, "tigrit_operator_bundle_stores_total");
        var passes = Release.metric(operator, "tigrit_operator_passes_total");

        release.client
                .secrets()
                .inNamespace(release.namespace)
                .withName("bot")
                .edit(secret -> secret.edit()
                        .editMetadata()
                        .addToAnnotations("touched", "yes")
                        .endMetadata()
                        .build());

        await().atMost(Duration.ofSeconds(10))
                .until(() -> Release.metric(operator, "tigrit_operator_passes_total") > passes);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3)).untilAsserted(() -> {
            assertThat(replica.pushes()).hasSize(pushes);
            assertThat(Release.metric(operator, "tigrit_operator_bundle_stores_total"))
                    .isEqualTo(stores);
        });
    }

    @Test
    void newReplicaIsSeededWithoutAnyChange() throws Exception {
        release.operator();
        release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");

        release.replica();

        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
        assertThat(release.replicas.getFirst().pushes()).doesNotHaveDuplicates();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(release.status("bot").endpoints()).isEqualTo("2/2"));
    }

    @Test
    void restartedOperatorPushesNothing() throws Exception {
        var first = release.operator();
        var replica = release.replica();
        release.managed("key", "{key: SESSION_SIGNING_KEY, generate: {}, readers: [internal]}");
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("SESSION_SIGNING_KEY") != null);
        var pushes = replica.pushes().size();
        var value = replica.value("SESSION_SIGNING_KEY");

        first.close();
        var second = release.operator();

        await().atMost(Duration.ofSeconds(20)).until(() -> Release.metric(second, "tigrit_operator_passes_total") > 0);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3)).untilAsserted(() -> {
            assertThat(Release.metric(second, "tigrit_operator_bundle_stores_total"))
                    .isZero();
            assertThat(replica.pushes()).hasSize(pushes);
        });
        assertThat(replica.value("SESSION_SIGNING_KEY")).isEqualTo(value);
    }

    @Test
    void failingReplicaIsTriedUntilItTakesTheBundle() throws Exception {
        var operator = release.operator();
        var good = release.replica();
        var bad = release.replica();
        bad.refuse(503);
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(good.value("TELEGRAM_BOT_TOKEN")).isEqualTo("42:one"));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(release.status("bot").endpoints()).isEqualTo("1/2");
            assertThat(release.reason("bot", "Synced")).isEqualTo("Pushing");
        });
        assertThat(operator.metrics().scrape()).containsPattern("tigrit_operator_unsynced_seconds [0-9.]*[1-9]");

        bad.refuse(0);

        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(release.status("bot").endpoints()).isEqualTo("2/2"));
    }

    @Test
    void replicaThatForgotIsRepaired() throws Exception {
        release.operator();
        var replica = release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");

        replica.serve(null);

        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
    }

    @Test
    void burstOfEditsIsCoalesced() throws Exception {
        // Longer than the machine takes for one edit, however slow it is.
        release.operator("settle: PT2S");
        var replica = release.replica();
        var before = replica.pushes().size();

        for (var i = 0; i < 100; i++) {
            release.labelled("bot-" + i, Map.of("BOT_" + i, "token " + i));
            release.managed("bot-" + i, "{key: BOT_%d, secretRef: {name: bot-%d}}".formatted(i, i));
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> replica.entry("BOT_99") != null);
        assertThat(replica.pushes().size() - before).isLessThan(100);
    }

    @Test
    void secretThatCannotBeWrittenIsToldAndHoldsUpNothingElse() throws Exception {
        release.operator();
        var replica = release.replica();
        release.managed("frozen", "{key: JWT_SECRET, generate: {}}");
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("JWT_SECRET") != null);
        release.client
                .secrets()
                .inNamespace(release.namespace)
                .withName("frozen")
                .edit(secret -> secret.edit().withImmutable(true).build());

        release.managed("frozen", "{key: JWT_SECRET, generate: {}, revokeBefore: 2}");
        release.awaitReason("frozen", "GenerationFailed");
        release.managed("later", "{key: SESSION_SIGNING_KEY, generate: {}}");

        release.awaitReason("later", "Served");
        assertThat(replica.entry("SESSION_SIGNING_KEY")).isNotNull();
        assertThat(release.status("frozen").version()).isEqualTo(1);
    }

    @Test
    void generatedSecretBelongsToItsDocumentWhenItShallGoWithIt() throws Exception {
        release.operator();
        var replica = release.replica();
        release.managed("key", "{key: JWT_SECRET, generate: {secretName: jwt}, deletionPolicy: Delete}");
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("JWT_SECRET") != null);

        assertThat(Objects.requireNonNull(release.secret("jwt")).getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid())
                        .isEqualTo(release.managed("key").getMetadata().getUid()));
    }

    @Test
    void changedDeletionPolicyIsObservedOnceTheGeneratedSecretFollowsIt() throws Exception {
        release.operator();
        release.replica();
        var other = new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName("of-somebody-else")
                .withUid("uid-of-somebody-else")
                .build();
        release.managed("key", "{key: JWT_SECRET, generate: {secretName: jwt}}");
        release.awaitSynced("key", 1);
        release.client.secrets().inNamespace(release.namespace).withName("jwt").edit(secret -> {
            secret.getMetadata().setOwnerReferences(List.of(other));
            return secret;
        });

        release.managed("key", "{key: JWT_SECRET, generate: {secretName: jwt}, deletionPolicy: Delete}");
        release.awaitSynced("key", 2);
        assertThat(owners("jwt"))
                .extracting(OwnerReference::getUid)
                .containsExactlyInAnyOrder(
                        other.getUid(), release.managed("key").getMetadata().getUid());

        release.client.secrets().inNamespace(release.namespace).withName("jwt").edit(secret -> {
            secret.getMetadata().setOwnerReferences(List.of(other));
            return secret;
        });
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(owners("jwt")).hasSize(2));

        release.managed("key", "{key: JWT_SECRET, generate: {secretName: jwt}, deletionPolicy: Retain}");
        release.awaitSynced("key", 3);
        assertThat(owners("jwt")).containsExactly(other);
        assertThat(release.status("key").version()).isEqualTo(1);
    }

    @Test
    void secretThatAnEarlierDocumentHasLeftBelongsToTheNextOneThatAsksForIt() throws Exception {
        release.operator();
        var replica = release.replica();
        release.managed("key", "{key: JWT_SECRET, generate: {secretName: jwt}}");
        release.awaitSynced("key", 1);
        release.client.resource(release.managed("key")).delete();
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("JWT_SECRET") == null);

        release.managed("key", "{key: JWT_SECRET, generate: {secretName: jwt}, deletionPolicy: Delete}");

        release.awaitSynced("key", 1);
        assertThat(owners("jwt"))
                .extracting(OwnerReference::getUid)
                .containsExactly(release.managed("key").getMetadata().getUid());
    }

    private List<OwnerReference> owners(String secret) {
        return Objects.requireNonNull(release.secret(secret)).getMetadata().getOwnerReferences();
    }

    @Test
    void deletionEndsAlthoughNoReplicaCanBeReached() throws Exception {
        release.operator();
        var replica = release.replica();
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");
        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");
        replica.refuse(503);

        release.client.resource(release.managed("bot")).delete();

        await().atMost(Duration.ofSeconds(5)).until(() -> release.managed("bot") == null);
        replica.refuse(0);
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("TELEGRAM_BOT_TOKEN") == null);
    }

    @Test
    void namespacesThatAreNotConfiguredAreNotSeen() throws Exception {
        var other = ApiServer.shared().namespace("stranger");
        release.operator();
        var replica = release.replica();
        release.apply("""
                apiVersion: v1
                kind: Secret
                metadata:
                  name: theirs
                  namespace: %s
                  labels: {secrets.tigrit.dev/sync: "true"}
                  annotations: {secrets.tigrit.dev/readers: internal}
                stringData: {STRANGE: value}
                """.formatted(other));
        release.labelled("bot", Map.of("TELEGRAM_BOT_TOKEN", "42:one"));
        release.managed("bot", "{key: TELEGRAM_BOT_TOKEN, secretRef: {name: bot}}");

        release.awaitServed("TELEGRAM_BOT_TOKEN", "42:one");

        assertThat(replica.entry("STRANGE")).isNull();
        assertThat(release.client
                        .configMaps()
                        .inNamespace(other)
                        .withName("tigrit-trust")
                        .get())
                .isNull();
    }

    @Test
    void watchedNamespaceHasItsKeysAndTheTrustCopy() throws Exception {
        var other = ApiServer.shared().namespace("tenant");
        release.operator("namespaces: {%s: ['*'], %s: ['TENANT_*']}".formatted(release.namespace, other));
        var replica = release.replica();

        release.apply("""
                apiVersion: v1
                kind: Secret
                metadata:
                  name: theirs
                  namespace: %s
                  labels: {secrets.tigrit.dev/sync: "true"}
                  annotations: {secrets.tigrit.dev/readers: internal}
                stringData: {TENANT_A: value, FOREIGN: value}
                """.formatted(other));

        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("TENANT_A") != null);
        assertThat(replica.entry("FOREIGN")).isNull();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(release.client
                                .events()
                                .v1()
                                .events()
                                .inNamespace(other)
                                .list()
                                .getItems())
                        .anySatisfy(event -> assertThat(event.getReason()).isEqualTo("NotPermitted")));
        var trust = release.client
                .configMaps()
                .inNamespace(other)
                .withName("tigrit-trust")
                .get()
                .getData();
        assertThat(trust).containsOnlyKeys("issuers", "jwks.json", "checked-at", "ca.crt");
        assertThat(List.of(trust.get("jwks.json")))
                .allSatisfy(jwks -> assertThat(jwks).contains("\"kid\""));
    }
}
