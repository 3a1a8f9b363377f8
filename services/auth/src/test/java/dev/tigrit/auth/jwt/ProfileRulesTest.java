package dev.tigrit.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What an issuer's profile can say of its tokens, as it is configured. */
class ProfileRulesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final TestSigner KEY = new TestSigner("ES256", "k");

    private final Map<String, String> properties = new HashMap<>(Map.of(
            "partner.issuer", "https://issuer.example",
            "partner.audiences", "game",
            "partner.jwks", TestSigner.jwks(KEY)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "app_metadata.telegram_id   | \"app_metadata\":{\"telegram_id\":42}                        | partner:42",
                "federated_claims.user_id   | \"federated_claims\":{\"user_id\":\"u\",\"connector_id\":\"c\"} | partner:u",
                "https://game.example/id    | \"https://game.example/id\":\"n\"                            | partner:n",
                "https://game.example/a.id  | \"https://game.example/a\":{\"id\":\"n\"}                    | partner:n",
                "https://game.example/a.id  | \"https://game.example/a.id\":\"n\"                          | partner:n",
                "firebase.identities.google.com.0 | \"firebase\":{\"identities\":{\"google.com\":[\"g\"]}} | partner:g",
                "identities.1.user_id       | \"identities\":[{\"user_id\":1},{\"user_id\":2}]             | partner:2",
                "a.b.c                      | \"a.b\":{\"c\":\"x\"},\"a\":{\"b\":{\"d\":1}}                | partner:x",
            })
    void userStandsWhereThePathLeads(String path, String claims, String userId) {
        properties.put("partner.user-id-claim", path);

        assertThat(userId(token(claims))).isEqualTo(userId);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.b                        | \"a\":{\"c\":1}                               | USER_MISSING",
                "a.b                        | \"a\":{\"b\":null}                            | USER_MISSING",
                "a.b                        | \"a\":\"b\"                                   | USER_MISSING",
                "a.5                        | \"a\":[1]                                     | USER_MISSING",
                "a.-1                       | \"a\":[1]                                     | USER_MISSING",
                "a.b                        | \"a\":{\"b\":{}}                              | USER_INVALID",
                "a.b                        | \"a\":{\"b\":[\"x\"]}                         | USER_INVALID",
                "a.b                        | \"a\":{\"b\":1.5}                             | USER_INVALID",
                "a.b                        | \"a\":{\"b\":\"\\ud800\"}                     | USER_INVALID",
                "a.b                        | \"a\":{\"b\":\"x\"},\"a.b\":\"y\"             | USER_INVALID",
            })
    void pathThatLeadsToNoOneUserIsRefused(String path, String claims, Reason reason) {
        properties.put("partner.user-id-claim", path);

        assertThat(verify(token(claims))).isEqualTo(Verdict.rejected(reason));
    }

    @Test
    void severalIssOfOneIssuerAreOnePerson() {
        properties.put("partner.issuers", "https://accounts.example, accounts.example");
        var template = "{\"iss\":\"%s\",\"aud\":\"game\",\"sub\":\"alice\",\"exp\":1700003600}";

        for (var iss : Set.of("https://issuer.example", "https://accounts.example", "accounts.example")) {
            assertThat(userId(template.formatted(iss))).isEqualTo("partner:alice");
        }
        assertThat(verify(template.formatted("http://accounts.example"))).isEqualTo(Verdict.rejected(Reason.ISSUER));
    }

    @Test
    void issOfATenantIsTiedToItsClaim() {
        properties.put("partner.issuer", "https://login.example/{tid}/v2.0");
        var template =
                "{\"iss\":\"https://login.example/%s/v2.0\",\"tid\":%s,\"aud\":\"game\",\"sub\":\"alice\",\"exp\":1700003600}";

        assertThat(userId(template.formatted("t-1", "\"t-1\""))).isEqualTo("partner:alice");
        assertThat(userId(template.formatted("t-2", "\"t-2\""))).isEqualTo("partner:alice");
        for (var tid : new String[] {"\"t-2\"", "null", "7", "[\"t-1\"]", "{}", "\"\""}) {
            assertThat(verify(template.formatted("t-1", tid))).isEqualTo(Verdict.rejected(Reason.ISSUER));
        }
        for (var odd : new String[] {"", "a/b", "..", "{tid}", "a?b", "a b"}) {
            assertThat(verify(template.formatted(odd, "\"" + odd + "\""))).isEqualTo(Verdict.rejected(Reason.ISSUER));
        }
        properties.put("partner.required-claims", "tid=t-1, tid=t-3");
        assertThat(userId(template.formatted("t-3", "\"t-3\""))).isEqualTo("partner:alice");
        assertThat(verify(template.formatted("t-2", "\"t-2\""))).isEqualTo(Verdict.rejected(Reason.CLAIM_MISSING));
    }

    @Test
    void recipientStandsInTheClaimThatIsNamed() {
        properties.put("partner.audience-claim", "client_id");
        var template = "{\"iss\":\"https://issuer.example\",\"sub\":\"alice\",\"exp\":1700003600%s}";

        assertThat(userId(template.formatted(",\"client_id\":\"game\""))).isEqualTo("partner:alice");
        assertThat(userId(template.formatted(",\"client_id\":\"game\",\"aud\":\"account\"")))
                .isEqualTo("partner:alice");
        for (var other : new String[] {
            "",
            ",\"aud\":\"game\"",
            ",\"client_id\":\"other\",\"aud\":\"game\"",
            ",\"client_id\":null",
            ",\"client_id\":[\"game\",7]"
        }) {
            assertThat(verify(template.formatted(other))).isEqualTo(Verdict.rejected(Reason.AUDIENCE));
        }
        properties.put("partner.audience-claim", "aud, azp");
        assertThat(userId(template.formatted(",\"azp\":\"game\""))).isEqualTo("partner:alice");
        assertThat(verify(template.formatted(",\"aud\":\"other\",\"azp\":\"game\"")))
                .isEqualTo(Verdict.rejected(Reason.AUDIENCE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "token_use=access           | \"token_use\":\"access\"                   | \"token_use\":\"id\"",
                "email_verified=true        | \"email_verified\":true                    | \"email_verified\":false",
                "level=3                    | \"level\":3                                | \"level\":4",
                "realm_access.roles=player  | \"realm_access\":{\"roles\":[\"a\",\"player\"]} | \"realm_access\":{\"roles\":[\"a\"]}",
                "role=a, role=b             | \"role\":\"b\"                             | \"role\":\"c\"",
                "tenant                     | \"tenant\":{}                              | \"tenant\":null",
                "a=                         | \"a\":\"\"                                 | \"a\":\"x\"",
            })
    void claimHasToHaveTheValue(String required, String genuine, String other) {
        properties.put("partner.required-claims", required);

        assertThat(userId(token("\"sub\":\"alice\"," + genuine))).isEqualTo("partner:alice");
        assertThat(verify(token("\"sub\":\"alice\"," + other))).isEqualTo(Verdict.rejected(Reason.CLAIM_MISSING));
        assertThat(verify(token("\"sub\":\"alice\""))).isEqualTo(Verdict.rejected(Reason.CLAIM_MISSING));
    }

    @Test
    void typMayBeListedWithNone() {
        properties.put("partner.typ", "at+jwt, none");
        var claims = token("\"sub\":\"alice\"");

        for (var typ : new String[] {"", ",\"typ\":\"at+jwt\"", ",\"typ\":\"application/AT+jwt\"", ",\"typ\":null"}) {
            assertThat(verifier().verify(signed(typ, claims), NOW)).isInstanceOf(Verdict.Accepted.class);
        }
        for (var typ : new String[] {
            ",\"typ\":\"JWT\"", ",\"typ\":\"none\"", ",\"typ\":\"\"", ",\"typ\":7", ",\"typ\":\"a/at+jwt\""
        }) {
            assertThat(verifier().verify(signed(typ, claims), NOW)).isEqualTo(Verdict.rejected(Reason.HEADER_INVALID));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer          | https://a.example/{tid    | auth.issuers.partner.issuer",
                "issuer          | https://{a}.example/{b}   | auth.issuers.partner.issuer",
                "issuers         | https://a.example/{}      | auth.issuers.partner.issuer",
                "audience-claim  | ' '                       | auth.issuers.partner.audience-claim",
                "required-claims | =x                        | auth.issuers.partner.required-claims",
                "proxy           | http://proxy.example:3128 | auth.issuers.partner.proxy",
                "ca-file         | /etc/ca.pem               | auth.issuers.partner.ca-file",
                "allow-http      | true                      | auth.issuers.partner.allow-http",
                "algorithms      | HS256                     | auth.issuers.partner.algorithms",
            })
    void mixtureThatCannotBeMeantIsNamed(String property, String value, String message) {
        properties.put("partner." + property, value);

        assertThatThrownBy(this::verifier).hasMessageContaining(message).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void mixturesOfTwoPropertiesAreNamed() {
        properties.put("partner.any-audience", "true");
        properties.put("partner.audiences", "");
        properties.put("partner.audience-claim", "azp");
        assertThatThrownBy(this::verifier).hasMessageContaining("auth.issuers.partner.audience-claim");

        properties.remove("partner.audience-claim");
        properties.put("partner.jwks-url", "https://issuer.example/keys");
        properties.put("partner.allow-http", "true");
        assertThatThrownBy(this::verifier).hasMessageContaining("auth.issuers.partner.allow-http");

        properties.put("partner.jwks-url", "http://issuer.example/keys");
        properties.put("partner.ca-file", "/etc/ca.pem");
        assertThatThrownBy(this::verifier).hasMessageContaining("auth.issuers.partner.ca-file");
    }

    private static String token(String claims) {
        return "{\"iss\":\"https://issuer.example\",\"aud\":\"game\",\"exp\":1700003600," + claims + "}";
    }

    private static String signed(String header, String claims) {
        return KEY.sign("{\"alg\":\"ES256\",\"kid\":\"k\"" + header + "}", "ES256", claims);
    }

    private Verdict verify(String claims) {
        return verifier().verify(KEY.sign(claims), NOW);
    }

    private String userId(String claims) {
        var verdict = verify(claims);
        return verdict instanceof Verdict.Accepted(var identity) ? identity.userId() : verdict.toString();
    }

    private JwtVerifier verifier() {
        var issuer = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("partner", IssuerProperties.class);
        var none = new TelegramOidcProperties(
                Set.of(), URI.create("https://telegram.example"), Duration.ofHours(24), Duration.ofSeconds(60));
        return new JwtVerifier(
                new Issuers((_, _) -> null, (_, _) -> PublishedKeys.awaited()).build(Map.of("partner", issuer), none));
    }
}
