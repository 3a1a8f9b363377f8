package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole operator with exactly the rules of the folder {@code rbac}, on an API server that enforces them. */
@NeedsApiServer
class RbacIT {

    private static final Path RELEASE = Path.of("../charts/operator/files/rbac/release-role.yaml");
    private static final Path WATCHED = Path.of("../charts/operator/files/rbac/watched-role.yaml");

    private static Role role(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), Role.class);
    }

    @Test
    void rulesAreNarrow() throws IOException {
        var release = role(RELEASE).getRules();
        var watched = role(WATCHED).getRules();

        assertThat(Stream.concat(release.stream(), watched.stream()))
                .allSatisfy(rule -> assertThat(Stream.of(rule.getApiGroups(), rule.getResources(), rule.getVerbs())
                                .flatMap(java.util.Collection::stream))
                        .doesNotContain("*"));
        assertThat(watched.stream()
                        .filter(rule -> rule.getResources().contains("secrets"))
                        .map(PolicyRule::getVerbs))
                .singleElement()
                .satisfies(verbs -> assertThat(verbs).containsExactly("get", "list", "watch"));
    }

    @Test
    void everythingWorksWithTheseRulesAndNothingElseIsAllowed() throws Exception {
        try (var release = new Release("rbac")) {
            var tenant = ApiServer.shared().namespace("rbac-tenant");
            bind(release, release.namespace, role(RELEASE));
            bind(release, tenant, role(WATCHED));
            var limited = impersonating(release.namespace);
            release.operator(
                    limited,
                    "namespaces: {%s: ['*'], %s: ['*']}".formatted(release.namespace, tenant),
                    InstantSource.system());
            Files.writeString(release.defaults().resolve("jwt.yaml"), """
                    apiVersion: secrets.tigrit.dev/v1alpha1
                    kind: ManagedSecret
                    metadata: {name: jwt}
                    spec: {key: JWT_SECRET, generate: {}, readers: [internal]}
                    """);
            var replica = release.replica();
            release.managed("key", "{key: SESSION_SIGNING_KEY, generate: {}, readers: [internal]}");
            release.apply("""
                    apiVersion: v1
                    kind: Secret
                    metadata:
                      name: theirs
                      namespace: %s
                      labels: {secrets.tigrit.dev/sync: "true"}
                      annotations: {secrets.tigrit.dev/readers: internal}
                    stringData: {TENANT: value}
                    """.formatted(tenant));

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(replica.entry("SESSION_SIGNING_KEY")).isNotNull();
                assertThat(replica.value("TENANT")).isEqualTo("value");
                assertThat(release.status("key").endpoints()).isEqualTo("1/1");
                assertThat(release.client
                                .events()
                                .v1()
                                .events()
                                .inNamespace(release.namespace)
                                .list()
                                .getItems())
                        .isNotEmpty();
                assertThat(release.client
                                .configMaps()
                                .inNamespace(tenant)
                                .withName("tigrit-trust")
                                .get())
                        .isNotNull();
            });
            release.managed("key", "{key: SESSION_SIGNING_KEY, generate: {}, readers: [internal], revokeBefore: 2}");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(release.status("key").version()).isEqualTo(2));

            assertThat(may(limited, "list", "secrets", "default")).isFalse();
            assertThat(may(limited, "create", "secrets", tenant)).isFalse();
            assertThat(may(limited, "update", "secrets", tenant)).isFalse();
            assertThat(may(limited, "delete", "secrets", release.namespace)).isFalse();
            assertThat(may(limited, "get", "configmaps", release.namespace)).isFalse();
            assertThat(may(limited, "list", "pods", release.namespace)).isFalse();
        }
    }

    private static void bind(Release release, String namespace, Role role) {
        role.getMetadata().setNamespace(namespace);
        release.client.resource(role).create();
        release.client
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("tigrit-operator")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "tigrit-operator")
                        .addNewSubject("", "ServiceAccount", "tigrit-operator", release.namespace)
                        .build())
                .create();
    }

    /** As a pod's token would be seen. */
    private static KubernetesClient impersonating(String namespace) {
        var config = new ConfigBuilder(ApiServer.shared().config())
                .withImpersonateUsername("system:serviceaccount:" + namespace + ":tigrit-operator")
                .withImpersonateGroups(
                        "system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated")
                .build();
        return Operator.client(config);
    }

    private static boolean may(KubernetesClient client, String verb, String resource, String namespace) {
        return client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withResource(resource)
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }
}
