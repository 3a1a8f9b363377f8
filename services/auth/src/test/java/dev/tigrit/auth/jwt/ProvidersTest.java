package dev.tigrit.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.identity.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes of ISSUERS.md, and tokens as each provider mints them: header, claims, key set, rotation. */
class ProvidersTest {

    static Stream<Provider> providers() {
        return Provider.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void tokenOfTheProviderIsItsUser(Provider provider) {
        var recipe = Recipe.of(provider);

        assertThat(recipe.userId(provider.token(provider.first()))).isEqualTo(provider.userId());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void forgedTwinIsRefused(Provider provider) {
        var recipe = Recipe.of(provider);

        forgeries(provider)
                .forEach((name, token) ->
                        assertThat(recipe.verify(token)).as(name).isInstanceOf(Verdict.Rejected.class));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void rotationOfItsKeysIsFollowed(Provider provider) {
        var recipe = Recipe.of(provider);
        var first = provider.token(provider.first());
        var second = provider.token(provider.second());
        assertThat(recipe.verify(second)).isInstanceOf(Verdict.Rejected.class);
        assertThat(recipe.keys().wereMissed()).isTrue();

        recipe.publish(provider.jwks(provider.first(), provider.second()));
        assertThat(recipe.userId(first)).isEqualTo(provider.userId());
        assertThat(recipe.userId(second)).isEqualTo(provider.userId());

        recipe.publish(provider.jwks(provider.second()));
        assertThat(recipe.verify(first)).isInstanceOf(Verdict.Rejected.class);
        assertThat(recipe.userId(second)).isEqualTo(provider.userId());
    }

    private static Map<String, String> forgeries(Provider provider) {
        var genuine = provider.token(provider.first());
        var dot = genuine.lastIndexOf('.');
        var forgeries = new LinkedHashMap<String, String>();
        provider.otherClaims()
                .forEach((claim, json) ->
                        forgeries.put(claim + " " + json, provider.token(provider.first(), Map.of(claim, json))));
        var otherKind = new TestSigner(provider.algorithm().equals("ES256") ? "RS256" : "ES256", provider.kid());
        forgeries.put("a key of the other kind", provider.token(otherKind));
        forgeries.put(
                "another key under that kid", provider.token(new TestSigner(provider.algorithm(), provider.kid())));
        forgeries.put(
                "the public key as a secret",
                TestTokens.hs256(provider.first().jwk(), "{\"alg\":\"HS256\"}", provider.claims(Map.of())));
        forgeries.put(
                "no signature",
                genuine.substring(0, dot)
                                .replace(
                                        genuine.substring(0, genuine.indexOf('.')),
                                        TestTokens.part("{\"alg\":\"none\"}"))
                        + ".AA");
        forgeries.put("expired", provider.token(provider.first(), Map.of("exp", "1699999000")));
        forgeries.put("critical extension", provider.sign(provider.first(), Map.of("crit", "[\"x\"]"), Map.of()));
        var otherAlgorithm = provider.algorithm().equals("ES256") ? "ES384" : "RS384";
        forgeries.put(
                "another algorithm named",
                provider.sign(provider.first(), Map.of("alg", "\"" + otherAlgorithm + "\""), Map.of()));
        return forgeries;
    }
}
