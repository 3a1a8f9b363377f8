package dev.tigrit.charts.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tigrit.auth.jwt.IssuerProperties;
import dev.tigrit.auth.telegram.BotKey;
import dev.tigrit.auth.telegram.BotProperties;
import dev.tigrit.charts.kit.Chart;
import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and files of bots and issuers: named in the values, held by Secrets, a Kubernetes Secret or a ConfigMap. */
class ReferencesTest {

    private static final String JWKS =
            "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

    @TempDir
    private Path root = Path.of("");

    @Test
    void botsStandBesideTheReleasesOwn() {
        var manifests = Chart.platform().values("""
                        global: {telegram: {botTokenSecret: {name: telegram}}}
                        auth:
                          bots:
                            arena: {id: "4200000050", accept: ed25519, environment: test}
                            shop: {token: SHOP_BOT_TOKEN, accept: both}
                            web: {id: "4200000051", web-app-secret: {secretKeyRef: {name: web, key: derived}}}
                        """).render();

        assertThat(AuthService.of(manifests, root).properties().telegram().bots())
                .extracting(BotProperties::token, BotProperties::webAppSecret, BotProperties::id, BotProperties::accept)
                .containsExactly(
                        tuple("TELEGRAM_BOT_TOKEN", null, null, BotKey.Accept.HMAC),
                        tuple(null, null, "4200000050", BotKey.Accept.ED25519),
                        tuple("SHOP_BOT_TOKEN", null, null, BotKey.Accept.BOTH),
                        tuple(null, "BOT_WEB_WEB_APP_SECRET", "4200000051", BotKey.Accept.HMAC));
        assertThat(secretKeys(manifests))
                .containsExactly(
                        "BOT_WEB_WEB_APP_SECRET=web/derived", "BOT_WEB_WEB_APP_SECRET_PREVIOUS=web/derived_PREVIOUS?");
    }

    @Test
    void botAloneSwitchesTelegramOn() {
        var bots = "auth: {bots: {shop: {token: SHOP_BOT_TOKEN}}}";

        assertThat(AuthService.of(Chart.platform().values(bots).render(), root)
                        .properties()
                        .telegram())
                .satisfies(telegram -> {
                    assertThat(telegram.enabled()).isTrue();
                    assertThat(telegram.bots()).containsExactly(BotProperties.ofToken("SHOP_BOT_TOKEN"));
                });
        assertThat(AuthService.of(Chart.platform().render(), root)
                        .properties()
                        .telegram()
                        .enabled())
                .isFalse();
        assertThat(AuthService.of(
                                Chart.platform()
                                        .values(bots)
                                        .set("auth.telegram.enabled", false)
                                        .render(),
                                root)
                        .properties()
                        .telegram()
                        .enabled())
                .isFalse();
    }

    @Test
    void detachedServiceHasItsKeysInTheOneSecret() {
        var manifests = Chart.of("auth").values("""
                        environmentSecret: keys
                        trust: {enabled: false}
                        bots: {shop: {token: SHOP_BOT_TOKEN}}
                        issuers: {partner: {issuer: i, audiences: a, secret: PARTNER_SECRET}}
                        """).render();
        var service = AuthService.of(manifests, root);

        assertThat(secretKeys(manifests))
                .contains(
                        "SHOP_BOT_TOKEN=keys/SHOP_BOT_TOKEN",
                        "PARTNER_SECRET=keys/PARTNER_SECRET",
                        "PARTNER_SECRET_PREVIOUS=keys/PARTNER_SECRET_PREVIOUS?",
                        "TELEGRAM_BOT_TOKEN=keys/TELEGRAM_BOT_TOKEN?");
        assertThat(service.issuers()).hasSize(1);
        assertThat(service.bots()).hasSize(2);
    }

    @Test
    void filesOfAnIssuerAreMountedWhereItLooks() throws IOException {
        var manifests = Chart.platform().values("""
                        auth:
                          issuers:
                            fixed: {issuer: i, audiences: a, jwks: {configMapKeyRef: {name: partner-keys, key: set.json}}}
                            corp:
                              issuer: j
                              audiences: a
                              jwks-url: https://corp.example:9443/keys
                              jwks: {secretKeyRef: {name: corp-keys, key: keys}}
                              ca-file: {configMapKeyRef: {name: corp-ca, key: root.pem}}
                        """).render();
        place(manifests);

        var service = AuthService.of(manifests, root);

        assertThat(service.issuers()).hasSize(2);
        assertThat(manifests.pod("tigrit-auth").getVolumes())
                .filteredOn(volume -> volume.getName().startsWith("issuer-"))
                .extracting(Volume::getName, ReferencesTest::source)
                .containsExactlyInAnyOrder(
                        tuple("issuer-corp-ca", "corp-ca/root.pem"),
                        tuple("issuer-corp-jwks", "corp-keys/keys"),
                        tuple("issuer-fixed-jwks", "partner-keys/set.json"));
        assertThat(service.properties().issuers())
                .extractingByKey("corp")
                .extracting(IssuerProperties::caFile)
                .isEqualTo(root.resolve("issuers/corp/ca/ca.crt"));
    }

    @Test
    void proxyWithAPasswordComesFromASecret() {
        var manifests = Chart.platform().values("""
                        auth:
                          networkPolicy: {egress: [{ports: [{port: 3128}]}]}
                          issuers:
                            my-idp:
                              issuer: i
                              audiences: a
                              jwks-url: https://i/keys
                              proxy: {secretKeyRef: {name: proxy, key: url}}
                        """).render();

        assertThat(secretKeys(manifests)).containsExactly("ISSUER_MY_IDP_PROXY=proxy/url");
        assertThat(AuthService.of(manifests, root).properties().issuers())
                .extractingByKey("my-idp")
                .extracting(IssuerProperties::proxy)
                .isEqualTo("user:password@proxy:3128");
        assertThat(manifests.get(ConfigMap.class, "tigrit-auth").getData().toString())
                .contains("${ISSUER_MY_IDP_PROXY}");
    }

    @Test
    void portsOfPublishedKeysAndProxiesAreOpen() {
        var manifests = Chart.platform().values("""
                        auth:
                          telegram: {oidc: {client-ids: "1", jwks-url: "https://telegram.example:8453/keys"}}
                          issuers:
                            a: {issuer: a, audiences: a, jwks-url: "http://sso.example/keys", allow-http: true}
                            b: {issuer: b, audiences: a, jwks-url: "https://sso.example:9443/keys"}
                            c: {issuer: c, audiences: a, jwks-url: "https://far.example:7443/keys", proxy: "http://proxy:3128"}
                            d: {issuer: d, audiences: a, jwks-url: "https://[fd00::1]/keys"}
                        """).render();

        assertThat(ports(manifests)).contains(443, 8453, 80, 9443, 3128).doesNotContain(7443);
        assertThat(ports(Chart.platform().render())).contains(443).doesNotContain(80, 9443, 3128);
    }

    @Test
    void keyThatAuthMayNotReadIsRefusedByThePlatform() {
        var values = """
                auth: {issuers: {partner: {issuer: i, audiences: a, secret: PARTNER_SECRET}}}
                operator: {managedSecrets: {partner: {key: PARTNER_SECRET, generate: {}, readers: [%s]}}}
                """;

        assertThatThrownBy(() ->
                        Chart.platform().values(values.formatted("team/other")).render())
                .hasMessageContaining("auth.issuers.partner.secret")
                .hasMessageContaining("operator.managedSecrets.partner.readers");
        assertThatThrownBy(
                        () -> Chart.platform().values(values.formatted("aut")).render())
                .hasMessageContaining("aut");
        for (var reader : List.of("auth", "team/tigrit-auth")) {
            assertThat(Chart.platform()
                            .values(values.formatted(reader))
                            .render()
                            .get(ConfigMap.class, "tigrit-operator-defaults")
                            .getData()
                            .get("partner.yaml"))
                    .contains("- team/tigrit-auth\n");
        }
    }

    /** Writes the files that the kubelet would. */
    private void place(Manifests manifests) throws IOException {
        var pod = manifests.pod("tigrit-auth");
        for (var mount : pod.getContainers().getFirst().getVolumeMounts()) {
            if (mount.getName().startsWith("issuer-")) {
                var volume = pod.getVolumes().stream()
                        .filter(one -> one.getName().equals(mount.getName()))
                        .findFirst()
                        .orElseThrow();
                var items = volume.getSecret() == null
                        ? volume.getConfigMap().getItems()
                        : volume.getSecret().getItems();
                var folder = root.resolve(Path.of("/etc/tigrit").relativize(Path.of(mount.getMountPath())));
                Files.createDirectories(folder);
                Files.writeString(folder.resolve(items.getFirst().getPath()), JWKS);
            }
        }
    }

    private static String source(Volume volume) {
        return volume.getSecret() == null
                ? volume.getConfigMap().getName() + "/"
                        + volume.getConfigMap().getItems().getFirst().getKey()
                : volume.getSecret().getSecretName() + "/"
                        + volume.getSecret().getItems().getFirst().getKey();
    }

    private static List<Integer> ports(Manifests manifests) {
        return manifests.get(NetworkPolicy.class, "tigrit-auth").getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getIntVal())
                .toList();
    }

    /** NAME=secret/key, with a question mark when it may be missing. */
    private static List<String> secretKeys(Manifests manifests) {
        return manifests.pod("tigrit-auth").getContainers().getFirst().getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null)
                .map(ReferencesTest::secretKey)
                .toList();
    }

    private static String secretKey(EnvVar variable) {
        var reference = variable.getValueFrom().getSecretKeyRef();
        return variable.getName() + "=" + reference.getName() + "/" + reference.getKey()
                + (Boolean.TRUE.equals(reference.getOptional()) ? "?" : "");
    }
}
