package dev.tigrit.charts.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ingress and HTTPRoute. */
class RoutesTest {

    @Test
    void nothingIsPublicUntilItIsAskedFor() {
        var manifests = Chart.everything().render();

        assertThat(manifests.all(Ingress.class)).isEmpty();
        assertThat(manifests.all(HTTPRoute.class)).isEmpty();
    }

    @Test
    void eachPublicServiceHasItsHostname() {
        var ingresses = Chart.everything()
                .set("global.ingress.enabled", true)
                .set("global.domain", "example.org")
                .render()
                .all(Ingress.class);

        assertThat(ingresses)
                .extracting(ingress -> ingress.getSpec().getRules().getFirst().getHost())
                .containsExactlyInAnyOrder(
                        "auth.example.org", "sessions.example.org", "game.example.org", "api.example.org");
        assertThat(ingresses).allSatisfy(ingress -> {
            assertThat(ingress.getSpec().getIngressClassName()).isNull();
            assertThat(ingress.getMetadata().getAnnotations()).isNullOrEmpty();
        });
    }

    @Test
    void publicPathsAreThoseOfEndUsers() {
        assertThat(paths(ingress(), "sessions"))
                .containsExactly(
                        "/v1/sessions/verify",
                        "/v1/sessions/extend",
                        "/v1/sessions/rotate",
                        "/v1/sessions/invalidate",
                        "/v1/forward-auth",
                        "/health");
        assertThat(paths(ingress(), "auth")).containsExactly("/v1/verify", "/v1/forward-auth", "/health");
    }

    @Test
    void nothingInternalIsEverRouted() {
        var all = Chart.everything().set("global.ingress.enabled", true).set("global.ingress.tls", true);
        for (var chart : List.of("auth", "sessions", "game-backend", "tigrit-api")) {
            all.set(chart + ".ingress.expose", "all");
        }

        assertThat(all.render().all(Ingress.class))
                .hasSize(4)
                .flatExtracting(ingress ->
                        ingress.getSpec().getRules().getFirst().getHttp().getPaths())
                .extracting(HTTPIngressPath::getPath)
                .noneMatch(path -> path.startsWith("/internal") || path.startsWith("/admin"))
                .contains("/v1/ensure-user", "/v1/users");
    }

    @Test
    void callersCallsNeedTls() {
        assertThatThrownBy(() -> ingress().set("auth.ingress.expose", "all").render())
                .hasMessageContaining("auth: ingress.expose=all")
                .hasMessageContaining("global.ingress.tls");
    }

    @Test
    void callersCallsNeedTlsOverHttpRouteToo() {
        // That the Ingress has TLS says nothing of the Gateway.
        assertThatThrownBy(() -> httpRoute()
                        .set("auth.ingress.expose", "all")
                        .set("global.ingress.tls", true)
                        .render())
                .hasMessageContaining("auth: ingress.expose=all")
                .hasMessageContaining("global.httpRoute.tls");

        var route = httpRoute()
                .set("auth.ingress.expose", "all")
                .set("global.httpRoute.tls", true)
                .render()
                .get(HTTPRoute.class, "tigrit-auth");

        assertThat(route.getSpec().getRules())
                .extracting(rule -> rule.getMatches().getFirst().getPath().getValue())
                .contains("/v1/ensure-user");
    }

    @Test
    void serviceCanStayOut() {
        assertThat(ingress().set("auth.ingress.expose", "none").render().has(Ingress.class, "tigrit-auth"))
                .isFalse();
    }

    @Test
    void tlsHasOneSecretForEachHostname() {
        var ingress = ingress()
                .set("global.ingress.tls", true)
                .set("sessions.ingress.tlsSecret", "wildcard")
                .set("global.ingress.className", "haproxy")
                .set("global.ingress.annotations.team", "red")
                .render();

        assertThat(ingress.get(Ingress.class, "tigrit-auth")
                        .getSpec()
                        .getTls()
                        .getFirst()
                        .getSecretName())
                .isEqualTo("tigrit-auth-ingress-tls");
        assertThat(ingress.get(Ingress.class, "tigrit-sessions")
                        .getSpec()
                        .getTls()
                        .getFirst()
                        .getSecretName())
                .isEqualTo("wildcard");
        assertThat(ingress.get(Ingress.class, "tigrit-auth").getSpec().getIngressClassName())
                .isEqualTo("haproxy");
        assertThat(ingress.get(Ingress.class, "tigrit-auth").getMetadata().getAnnotations())
                .isEqualTo(Map.of("team", "red"));
    }

    @Test
    void oneHostnameRoutesOnlyWhatNoTwoServicesShare() {
        var ingresses = Chart.everything()
                .set("global.ingress.enabled", true)
                .set("global.ingress.mode", "path")
                .render()
                .all(Ingress.class);

        assertThat(ingresses)
                .extracting(ingress -> ingress.getSpec().getRules().getFirst().getHost())
                .containsOnly("localhost");
        assertThat(ingresses)
                .flatExtracting(ingress ->
                        ingress.getSpec().getRules().getFirst().getHttp().getPaths())
                .extracting(HTTPIngressPath::getPath)
                .doesNotHaveDuplicates()
                .contains("/v1/verify", "/v1/sessions/verify");
    }

    @Test
    void httpRouteTakesThePrefixAway() {
        var route = httpRoute().set("global.ingress.mode", "path").render().get(HTTPRoute.class, "tigrit-auth");

        assertThat(route.getSpec().getHostnames()).containsExactly("localhost");
        assertThat(route.getSpec().getRules().getFirst()).satisfies(rule -> {
            assertThat(rule.getMatches().getFirst().getPath().getValue()).isEqualTo("/auth/v1/verify");
            assertThat(rule.getFilters().getFirst().getUrlRewrite()).isNotNull();
            assertThat(rule.getBackendRefs().getFirst().getPort()).isEqualTo(8081);
        });
    }

    @Test
    void httpRouteWithoutGatewayIsAnError() {
        assertThatThrownBy(() ->
                        Chart.platform().set("global.httpRoute.enabled", true).render())
                .hasMessageContaining("global.httpRoute.parentRefs");
        assertThat(httpRoute().render().all(HTTPRoute.class)).hasSize(2).allSatisfy(route -> {
            assertThat(route.getSpec().getParentRefs().getFirst().getName()).isEqualTo("gateway");
            assertThat(route.getSpec().getRules().getFirst().getFilters()).isEmpty();
        });
    }

    @Test
    void secretsHasAHostnameOnlyWhenAskedForAndOnlyWithTls() {
        assertThat(ingress().render().has(Ingress.class, "tigrit-secrets")).isFalse();
        assertThat(httpRoute().render().has(HTTPRoute.class, "tigrit-secrets")).isFalse();
        assertThatThrownBy(() -> ingress().set("secrets.ingress.enabled", true).render())
                .hasMessageContaining("global.ingress.tls");

        var secrets = ingress()
                .set("secrets.ingress.enabled", true)
                .set("global.ingress.tls", true)
                .set("global.ingress.mode", "path")
                .render()
                .get(Ingress.class, "tigrit-secrets")
                .getSpec();

        assertThat(secrets.getRules().getFirst().getHost()).isEqualTo("secrets.localhost");
        assertThat(secrets.getTls()).hasSize(1);
    }

    private static Chart ingress() {
        return Chart.platform().set("global.ingress.enabled", true);
    }

    private static Chart httpRoute() {
        return Chart.platform()
                .set("global.httpRoute.enabled", true)
                .set("global.httpRoute.parentRefs[0].name", "gateway");
    }

    private static List<String> paths(Chart chart, String service) {
        return chart
                .render()
                .get(Ingress.class, "tigrit-" + service)
                .getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths()
                .stream()
                .map(HTTPIngressPath::getPath)
                .toList();
    }
}
