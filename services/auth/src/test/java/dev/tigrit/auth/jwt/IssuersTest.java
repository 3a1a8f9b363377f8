package dev.tigrit.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The configuration as it is written, and what of it stops start-up. */
class IssuersTest {

    private static final String JWKS = TestSigner.jwks(new TestSigner("ES256", "k"));
    private static final String SECRET = "a secret of exactly thirty-two b";

    private final Map<String, String> properties = new HashMap<>(Map.of(
            "issuers.partner.issuer", "https://issuer.example",
            "issuers.partner.audiences", "game",
            "issuers.partner.jwks", JWKS));

    @TempDir
    private @Nullable Path folder;

    @Test
    void profileIsWhatIsConfiguredWithStrictDefaults() {
        var profile = build().getFirst().profile();

        assertThat(profile.name()).isEqualTo("partner");
        assertThat(profile.recipient()).isEqualTo(Recipient.inAudience(Set.of("game")));
        assertThat(profile.algorithms()).isEqualTo(Algorithm.PUBLIC_KEY);
        assertThat(profile.userId().text()).isEqualTo("sub");
        assertThat(profile.sharesTelegramIds()).isFalse();
        assertThat(profile.maxLifetime()).isEqualTo(Duration.ofHours(24));
        assertThat(profile.clockSkew()).isEqualTo(Duration.ofSeconds(60));
        assertThat(profile.types()).isEmpty();
    }

    @Test
    void keysComeFromTextFileAddressOrSecret() throws IOException {
        var file = Objects.requireNonNull(folder).resolve("jwks.json");
        Files.writeString(file, JWKS);
        assertThat(build().getFirst().keys().areKnown()).isTrue();

        properties.put("issuers.partner.jwks", file.toString());
        assertThat(build().getFirst().keys().areKnown()).isTrue();

        properties.remove("issuers.partner.jwks");
        properties.put("issuers.partner.jwks-url", "https://issuer.example/jwks");
        assertThat(build().getFirst().keys().areKnown()).isFalse();

        properties.remove("issuers.partner.jwks-url");
        properties.put("issuers.partner.secret", "PARTNER_SECRET");
        assertThat(build().getFirst().keys().areKnown()).isTrue();
        assertThat(build().getFirst().profile().algorithms()).containsExactly(Algorithm.HS256);
    }

    @Test
    void telegramIsOnWithAClientIdAndReadsTheClaimId() {
        assertThat(build()).hasSize(1);

        properties.put("oidc.client-ids", "4200000042,4300000043");
        var telegram = build().getLast().profile();

        assertThat(telegram.userId().text()).isEqualTo("id");
        assertThat(telegram.sharesTelegramIds()).isTrue();
        assertThat(telegram.recipient()).isEqualTo(Recipient.inAudience(Set.of("4200000042", "4300000043")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuers.partner.issuer        | ''                       | auth.issuers.partner.issuer",
                "issuers.partner.audiences     | ''                       | auth.issuers.partner.audiences",
                "issuers.partner.any-audience  | true                     | auth.issuers.partner.audiences",
                "issuers.partner.jwks          | ''                       | auth.issuers.partner.jwks",
                "issuers.partner.jwks          | {}                       | auth.issuers.partner.jwks",
                "issuers.partner.jwks          | {\"keys\":[]}            | auth.issuers.partner.jwks",
                "issuers.partner.jwks          | /no/such/file            | auth.issuers.partner.jwks",
                "issuers.partner.algorithms    | HS256                    | auth.issuers.partner.algorithms",
                "issuers.partner.algorithms    | none                     | auth.issuers.partner.algorithms",
                "issuers.partner.algorithms    | rs256                    | auth.issuers.partner.algorithms",
                "issuers.partner.max-lifetime  | 0s                       | auth.issuers.partner.max-lifetime",
                "issuers.partner.clock-skew    | -1s                      | auth.issuers.partner.clock-skew",
                "issuers.partner.user-id-claim | ''                       | auth.issuers.partner.user-id-claim",
                "issuers.a_b.issuer            | https://a.example        | auth.issuers.a_b",
                "issuers.jwt-secret.issuer     | https://a.example        | auth.issuers.jwt-secret",
                "oidc.max-lifetime             | 0s                       | auth.telegram.oidc.max-lifetime",
                "oidc.clock-skew               | -1s                      | auth.telegram.oidc.clock-skew",
            })
    void wrongValueIsNamed(String property, String value, String message) {
        properties.put(property, value);

        assertThatThrownBy(this::build)
                .satisfies(error -> assertThat(rootCause(error))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(message));
    }

    @Test
    void secretThatIsNotToBeHadIsNamed() {
        properties.remove("issuers.partner.jwks");
        properties.put("issuers.partner.secret", "NO_SUCH_KEY");

        assertThatThrownBy(this::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("auth.issuers.partner.secret")
                .hasMessageContaining("NO_SUCH_KEY");
    }

    @Test
    void addressThatIsRefusedIsNamed() {
        properties.remove("issuers.partner.jwks");
        properties.put("issuers.partner.jwks-url", "http://issuer.example/jwks");

        assertThatThrownBy(this::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("auth.issuers.partner.jwks-url has to be https");
    }

    private List<Issuer> build() {
        var binder = new Binder(new MapConfigurationPropertySource(properties));
        var bound = binder.bindOrCreate("", Bound.class);
        return new Issuers(IssuersTest::ring, IssuersTest::follow).build(bound.issuers(), bound.oidc());
    }

    /** Where the two are bound in the application's own properties. */
    record Bound(
            @DefaultValue Map<String, IssuerProperties> issuers,
            @DefaultValue TelegramOidcProperties oidc) {}

    private static @Nullable KeyRing ring(String name, BiFunction<String, Sensitive, Sensitive> rule) {
        return name.equals("PARTNER_SECRET")
                ? KeyRing.of(List.of(KeyVersion.of(1, rule.apply(name, Sensitive.ofText(SECRET)), Instant.EPOCH, null)))
                : null;
    }

    private static PublishedKeys follow(String issuer, KeyAddress address) {
        if (!"https".equals(address.url().getScheme())) {
            throw new IllegalArgumentException("jwks-url has to be https");
        }
        return PublishedKeys.awaited();
    }

    private static Throwable rootCause(Throwable error) {
        var cause = error.getCause();
        return cause == null || error instanceof IllegalStateException ? error : rootCause(cause);
    }
}
