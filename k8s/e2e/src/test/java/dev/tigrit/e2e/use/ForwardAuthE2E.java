package dev.tigrit.e2e.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Answer;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.Http;
import dev.tigrit.e2e.kit.http.Session;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An application that knows of no credential, behind an ingress controller that asks Auth or Sessions first. */
@Order(3)
class ForwardAuthE2E {

    @BeforeAll
    static void install() {
        Platform.ensure();
        startEcho();
        protect("app", "auth", 8081, "X-User-Id,X-Auth-Method,X-Auth-Bot,X-Auth-Issuer");
        protect("web", "sessions", 8082, "X-User-Id,X-Session-Id");
    }

    @Test
    void requestWithoutCredentialIsRefusedAtTheController() {
        assertThat(app().status()).isEqualTo(401);
        assertThat(app("Authorization", "tma forged").status()).isEqualTo(401);
    }

    @Test
    void credentialOfAMethodThatMayNotBeUsedThereIsForbidden() {
        var jwt = Credentials.jwt(Platform.generated("JWT_SECRET"), "1");

        assertThat(app("Authorization", "Bearer " + jwt).status()).isEqualTo(403);
    }

    @Test
    void goodCredentialGetsThrough() {
        var initData = Credentials.initData(Platform.BOT_TOKEN, "279058397");

        assertThat(app("Authorization", "tma " + initData).status()).isEqualTo(200);
    }

    @Test
    void identityThatTheClientClaimsIsReplaced() {
        var initData = Credentials.initData(Platform.BOT_TOKEN, "279058397");
        var answer = app(
                "Authorization",
                "tma " + initData,
                "X-User-Id",
                "forged",
                "x-user-id",
                "forged",
                "X-Auth-Method",
                "forged",
                "X-AUTH-BOT",
                "forged",
                "X-Auth-Issuer",
                "forged");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .containsOnlyOnce("X-User-Id: 279058397\r\n")
                .containsOnlyOnce("X-Auth-Method: telegram_init_data\r\n")
                .containsOnlyOnce("X-Auth-Bot: 4200000042\r\n")
                .doesNotContain("forged");
    }

    @Test
    void sessionThatTheClientClaimsIsReplaced() {
        var session = Session.create("279058397");
        var answer = Http.send(Http.at("web", "/")
                .headers(
                        "Authorization", "Bearer " + session.token(), "X-User-Id", "forged", "X-Session-Id", "forged"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .containsOnlyOnce("X-User-Id: 279058397\r\n")
                .containsOnlyOnce("X-Session-Id: ")
                .doesNotContain("forged");
    }

    @Test
    void sessionGetsThroughUntilItIsOver() {
        var session = Session.create("279058397");

        assertThat(web("Authorization", "Bearer " + session.token())).isEqualTo(200);
        assertThat(web("Cookie", "__Host-session=" + session.token())).isEqualTo(200);
        session.call("invalidate");
        assertThat(web("Authorization", "Bearer " + session.token())).isEqualTo(401);
    }

    private static Answer app(String... header) {
        return Http.send(
                header.length == 0
                        ? Http.at("app", "/health")
                        : Http.at("app", "/health").headers(header));
    }

    private static int web(String... header) {
        return Http.send(Http.at("web", "/health").headers(header)).status();
    }

    private static void startEcho() {
        var echo = Objects.requireNonNull(ForwardAuthE2E.class.getResourceAsStream("/echo.yaml"));
        Cluster.client().load(echo).inNamespace(Platform.NAMESPACE).serverSideApply();
        Cluster.awaitReady("echo");
    }

    /** The annotations are what k8s/samples/forward-auth has for nginx. */
    private static void protect(String host, String by, int port, String headers) {
        var url = "http://%s.%s.svc.cluster.local:%d/v1/forward-auth"
                .formatted(Platform.name(by), Platform.NAMESPACE, port);
        Cluster.client()
                .resource(new IngressBuilder()
                        .withNewMetadata()
                        .withName(host)
                        .withNamespace(Platform.NAMESPACE)
                        .withAnnotations(Map.of(
                                "nginx.ingress.kubernetes.io/auth-url", url,
                                "nginx.ingress.kubernetes.io/auth-response-headers", headers))
                        .endMetadata()
                        .withNewSpec()
                        .withIngressClassName("nginx")
                        .addNewRule()
                        .withHost(host + ".localhost")
                        .withNewHttp()
                        .addNewPath()
                        .withPath("/")
                        .withPathType("Prefix")
                        .withNewBackend()
                        .withNewService()
                        .withName("echo")
                        .withNewPort()
                        .withNumber(8080)
                        .endPort()
                        .endService()
                        .endBackend()
                        .endPath()
                        .endHttp()
                        .endRule()
                        .endSpec()
                        .build())
                .createOr(existing -> existing.update());
        await(host + " is routed")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Http.send(Http.at(host, "/health")).status() != 404);
    }
}
