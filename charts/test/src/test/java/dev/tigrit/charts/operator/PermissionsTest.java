package dev.tigrit.charts.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Chart;
import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may do what in the cluster: what the operator's own tests run with, and nothing more. */
class PermissionsTest {

    private static final Path RBAC = Path.of("../operator/files/rbac");

    private final Manifests manifests =
            Chart.everything().set("operator.namespaces.shop[0]", "SHOP_*").render();

    @Test
    void operatorHasTheRolesThatItWasTestedWith() throws IOException {
        // The files are those of the release that the charts are rendered for here.
        assertThat(rules("team")).isEqualTo(rules(RBAC.resolve("release-role.yaml")));
        assertThat(rules("shop")).isEqualTo(rules(RBAC.resolve("watched-role.yaml")));
    }

    @Test
    void rolesAreNamedAfterTheRelease() throws IOException {
        var names = rules(RBAC.resolve("release-role.yaml")).stream()
                .flatMap(rule -> rule.getResourceNames().stream())
                .toList();

        assertThat(names).isNotEmpty().allMatch(name -> name.startsWith(Chart.RELEASE + "-"));
    }

    @Test
    void nothingIsOfTheClusterAndNothingIsEverything() {
        assertThat(manifests.objects())
                .extracting(object -> object.getKind())
                .doesNotContain("ClusterRole", "ClusterRoleBinding");
        assertThat(manifests.all(Role.class)).flatExtracting(Role::getRules).allSatisfy(rule -> {
            assertThat(rule.getVerbs()).doesNotContain("*", "escalate", "bind", "impersonate");
            assertThat(rule.getResources()).doesNotContain("*");
            assertThat(rule.getApiGroups()).doesNotContain("*");
        });
    }

    @Test
    void onlyTheOperatorTouchesSecrets() {
        assertThat(manifests.all(Role.class))
                .filteredOn(role -> role.getRules().stream()
                        .anyMatch(rule -> rule.getResources().contains("secrets")))
                .extracting(role -> role.getMetadata().getName())
                .containsOnly("tigrit-operator");
    }

    @Test
    void authAndSessionsReadConfigMapsAndNobodyElseMayAnything() {
        assertThat(manifests.all(RoleBinding.class))
                .flatExtracting(RoleBinding::getSubjects)
                .extracting(subject -> subject.getNamespace() + "/" + subject.getName())
                .containsOnly("team/tigrit-auth", "team/tigrit-sessions", "team/tigrit-operator");
        assertThat(manifests.get(Role.class, "tigrit-auth").getRules())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.getResources()).containsExactly("configmaps");
                    assertThat(rule.getVerbs()).containsExactly("get", "list");
                });
    }

    private List<PolicyRule> rules(String namespace) {
        return manifests.all(Role.class).stream()
                .filter(role -> namespace.equals(role.getMetadata().getNamespace()))
                .findFirst()
                .orElseThrow()
                .getRules();
    }

    private static List<PolicyRule> rules(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), Role.class).getRules();
    }
}
