package dev.tigrit.charts.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.charts.kit.Chart;
import dev.tigrit.starter.jose.Algorithm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not fit together is refused when it is rendered, naming the value, and not by pods that do not start. */
class RefusedTest {

    private static final Map<String, Object> KEYS = Map.of("KEY", "set");

    @TempDir
    private Path root = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer     | audiences: a, secret: KEY",
                "issuer     | issuer: 'https://{a}/{b}', audiences: a, secret: KEY",
                "issuer     | issuer: 'https://{a', audiences: a, secret: KEY",
                "jwks-url   | issuer: i, audiences: a",
                "allow-http | issuer: i, audiences: a, secret: KEY, allow-http: true",
                "proxy      | issuer: i, audiences: a, secret: KEY, proxy: 'proxy:3128'",
                "allow-http | issuer: i, audiences: a, jwks-url: 'https://i/keys', allow-http: true",
                "jwks-url   | issuer: i, audiences: a, jwks-url: 'http://i/keys'",
                "jwks-url   | issuer: i, audiences: a, jwks-url: 'https://user@i/keys'",
                "jwks-url   | issuer: i, audiences: a, jwks-url: 'https://i/keys#x'",
                "jwks-url   | issuer: i, audiences: a, jwks-url: 'ftp://i/keys'",
                "jwks-url   | issuer: i, audiences: a, jwks-url: i",
                "proxy      | issuer: i, audiences: a, jwks-url: 'https://i/keys', proxy: proxy",
                "proxy      | issuer: i, audiences: a, jwks-url: 'https://i/keys', proxy: 'https://proxy:3128'",
                "audiences  | issuer: i, secret: KEY",
                "audiences  | issuer: i, secret: KEY, audiences: a, any-audience: true",
                "audience-claim | issuer: i, secret: KEY, any-audience: true, audience-claim: azp",
                "audience-claim | issuer: i, secret: KEY, audiences: a, audience-claim: []",
                "audience-claim | issuer: i, secret: KEY, audiences: a, audience-claim: [a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r]",
                "user-id-claim  | issuer: i, secret: KEY, audiences: a, user-id-claim: ' '",
                "required-claims | issuer: i, secret: KEY, audiences: a, required-claims: [=x]",
                "typ        | issuer: i, secret: KEY, audiences: a, typ: [JWT, ' ']",
                "max-lifetime | issuer: i, secret: KEY, audiences: a, max-lifetime: 0s",
                "max-lifetime | issuer: i, secret: KEY, audiences: a, max-lifetime: a day",
                "clock-skew | issuer: i, secret: KEY, audiences: a, clock-skew: -1s",
                "algorithms | issuer: i, secret: KEY, audiences: a, algorithms: RS256",
                "algorithms | issuer: i, secret: KEY, audiences: a, algorithms: none",
                "algorithms | issuer: i, jwks-url: 'https://i/keys', audiences: a, algorithms: HS256",
                "algorithms | issuer: i, jwks-url: 'https://i/keys', audiences: a, algorithms: rs256",
                "algorithms | issuer: i, jwks-url: 'https://i/keys', secret: KEY, audiences: a, algorithms: RS256",
                "algorithms | issuer: i, jwks-url: 'https://i/keys', secret: KEY, audiences: a, algorithms: HS256",
                "jwks       | issuer: i, audiences: a, jwks: '{\"keys\":[]}'",
                "jwks       | issuer: i, audiences: a, jwks: '{\"keys\":'",
                "jwks       | issuer: i, audiences: a, jwks: '{\"key\":[]}'",
                "any-audiences | issuer: i, secret: KEY, audiences: a, any-audiences: true",
                "jwks-uri   | issuer: i, secret: KEY, audiences: a, jwks-uri: 'https://i/keys'",
            })
    void issuerIsRefusedByChartAndServiceAlike(String property, String issuer) {
        assertThatThrownBy(() -> Chart.platform()
                        .values("auth: {issuers: {partner: {%s}}}".formatted(issuer))
                        .render())
                .hasMessageContaining("partner")
                .hasMessageContaining(property);
        assertThatThrownBy(() -> AuthService.of("auth: {issuers: {partner: {%s}}}".formatted(issuer), KEYS))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web-app-secret | token: KEY, web-app-secret: KEY",
                "id         | token: KEY, id: '1'",
                "id         | accept: ed25519",
                "accept     | id: '1'",
                "accept     | id: '1', accept: both",
                "accept     | id: '1', accept: rsa",
                "environment | token: KEY, environment: staging",
                "public-key | id: '1', accept: ed25519, public-key: abc",
                "telegarm   | token: KEY, telegarm: x",
            })
    void botIsRefusedByChartAndServiceAlike(String property, String bot) {
        assertThatThrownBy(() -> Chart.platform()
                        .values("auth: {bots: {shop: {%s}}}".formatted(bot))
                        .render())
                .hasMessageContaining("shop")
                .hasMessageContaining(property);
        assertThatThrownBy(() -> AuthService.of("auth: {telegram: {bots: [{%s}]}}".formatted(bot), KEYS))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jwt-secret | issuers: {jwt-secret: {issuer: i, audiences: a, secret: KEY}}",
                "telegram   | issuers: {telegram: {issuer: i, audiences: a, secret: KEY}}, telegram: {oidc: {client-ids: '1'}}",
                "Partner    | issuers: {Partner: {issuer: i, audiences: a, secret: KEY}}",
                "client-ids | telegram: {oidc: {client-ids: ['1', ' ']}}",
                "max-age    | telegram: {max-age: 0s}",
                "max-future | telegram: {max-future: -1s}",
                "jwt-secret | jwt-secret: {max-lifetime: 25h}",
                "telegarm   | telegram: {telegarm: x}",
                "jwks-url   | telegram: {oidc: {client-ids: '1', jwks-url: 'http://telegram/keys'}}",
            })
    void restIsRefusedByChartAndServiceAlike(String value, String accepted) {
        assertThatThrownBy(() -> Chart.platform()
                        .values("auth: {%s}".formatted(accepted))
                        .render())
                .hasMessageContaining(value);
        assertThatThrownBy(() -> AuthService.of("auth: {%s}".formatted(accepted), KEYS))
                .isInstanceOf(RuntimeException.class);
    }

    /** The chart alone: a value is in a ConfigMap, where nothing secret may stand. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token  | bots: {shop: {token: '4200000042:AAE-inline'}}",
                "secret | issuers: {partner: {issuer: i, audiences: a, secret: a shared secret of thirty-two bytes}}",
                "proxy  | issuers: {partner: {issuer: i, audiences: a, jwks-url: 'https://i/k', proxy: 'user:password@proxy:3128'}}",
                "jwks   | issuers: {partner: {issuer: i, audiences: a, jwks: '{\"keys\":[{\"kty\":\"OKP\",\"d\":\"x\"}]}'}}",
                "ca-file | issuers: {partner: {issuer: i, audiences: a, jwks-url: 'https://i/k', ca-file: /nobody/mounts/this}}",
                "ca-file | issuers: {partner: {issuer: i, audiences: a, jwks-url: 'http://i/k', allow-http: true, ca-file: {secretKeyRef: {name: ca, key: ca.crt}}}}",
                "secret | issuers: {partner: {issuer: i, audiences: a, secret: {configMapKeyRef: {name: s, key: s}}}}",
                "secret | issuers: {partner: {issuer: i, audiences: a, secret: {secretKeyRef: {name: s}}}}",
                "secret | issuers: {partner: {issuer: i, audiences: a, secret: {secretKeyRef: {name: s, key: s, optional: true}}}}",
                "jwks   | issuers: {partner: {issuer: i, audiences: a, jwks: {configMapKeyRef: {name: s, key: s}, secretKeyRef: {name: s, key: s}}}}",
                "proxy  | issuers: {partner: {issuer: i, audiences: a, jwks-url: 'https://i/k', proxy: {secretKeyRef: {name: s, key: s}}}}",
            })
    void secretInAValueAndAReferenceToNothingAreRefused(String value, String accepted) {
        assertThatThrownBy(() -> Chart.platform()
                        .values("auth: {%s}".formatted(accepted))
                        .render())
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "telegarm | auth: {telegarm: {enabled: true}}",
                "isuers   | auth: {isuers: {partner: {issuer: i}}}",
                "bots     | auth: {bots: {shop: {token: KEY}}}",
                "issuers  | auth: {issuers: {partner: {issuer: i}}}",
                "issuers  | auth.issuers.partner.issuer: i",
                "issuers  | auth: {issuers.partner.issuer: i}",
                "Issuers  | Auth: {Issuers: {partner: {issuer: i}}}",
                "telegram | auth: {telegram: {max-age: 1h}}",
                "telegram | auth: {'telegram[bots]': x}",
                "jwtSecret | auth: {jwtSecret: {enabled: false}}",
                "jwt_secret | auth.jwt_secret.enabled: false",
            })
    void configRefusesWhatIsAValueOfItsOwnAndWhatTheServiceDoesNotHave(String key, String config) {
        assertThatThrownBy(() -> Chart.platform()
                        .values("auth: {config: {%s}}".formatted(config))
                        .render())
                .hasMessageContaining("config.auth." + key);
    }

    @Test
    void everyAlgorithmOfTheServiceIsOneOfTheCharts() {
        var all = Arrays.stream(Algorithm.values()).map(Algorithm::spelling).collect(Collectors.joining(", "));

        var rendered = Chart.platform()
                .values(
                        "auth: {issuers: {partner: {issuer: i, audiences: a, jwks-url: 'https://i/keys', secret: KEY, algorithms: '%s'}}}"
                                .formatted(all))
                .render();

        assertThat(AuthService.of(rendered, root).issuers().getFirst().profile().algorithms())
                .containsExactlyInAnyOrder(Algorithm.values());
    }
}
