package dev.tigrit.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tigrit.starter.jose.CompactJws;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Project Wycheproof's cases for JWS and JWK (github.com/C2SP/wycheproof, files under resources/wycheproof with their licence). */
class WycheproofTest {

    private static final String SIGNATURES = "json_web_signature_test";
    private static final String KEYS = "json_web_key_test";
    private static final String CRYPTO = "json_web_crypto_test";

    /**
     * Not required of the signature file. 346, 350: the key says PS256 and the header PS384, "valid" against RFC 8725 section
     * 3.1. 347, 351: the key's alg is "ES521", which does not exist. 367, 370: byte for byte case 357, which is "valid". 372,
     * 373: "valid" with a question mark inside base64url.
     */
    private static final Set<Integer> EXEMPT_SIGNATURES = Set.of(346, 347, 350, 351, 367, 370, 372, 373);

    /** 7: a modulus of the ROCA family, which is not looked for. 14, 15: HS384 and HS512, which are never accepted. */
    private static final Set<Integer> EXEMPT_KEYS = Set.of(7, 14, 15);

    /** 46: the same ROCA modulus. */
    private static final Set<Integer> EXEMPT_CRYPTO = Set.of(46);

    /** A case with the key of its group; printed by file, number and comment. */
    record Case(String file, JsonNode key, JsonNode json) {
        int number() {
            return json.get("tcId").asInt();
        }

        @Override
        public String toString() {
            return file + " " + number() + " " + json.get("comment").asString();
        }
    }

    static Stream<Arguments> required() {
        return Stream.of(
                        required(SIGNATURES, EXEMPT_SIGNATURES),
                        required(KEYS, EXEMPT_KEYS),
                        required(CRYPTO, EXEMPT_CRYPTO))
                .flatMap(List::stream)
                .map(one -> arguments(one, one.json().get("result").asString()));
    }

    @ParameterizedTest
    @MethodSource("required")
    void caseGetsItsVerdict(Case one, String expected) {
        assertThat(isGenuine(one) ? "valid" : "invalid").isEqualTo(expected);
    }

    @Test
    void numbersOfRequiredCasesAreTheFactsOnes() {
        assertThat(required(SIGNATURES, EXEMPT_SIGNATURES)).hasSize(393);
        assertThat(required(KEYS, EXEMPT_KEYS)).hasSize(23);
        assertThat(required(CRYPTO, EXEMPT_CRYPTO)).hasSize(48);
    }

    private static List<Case> required(String file, Set<Integer> exempt) {
        return cases(file).stream()
                .filter(one -> one.json().has("jws") && !exempt.contains(one.number()))
                .toList();
    }

    /** Header and signature alone: the payloads are no claims. */
    private static boolean isGenuine(Case one) {
        var jws = one.json().get("jws");
        var parsed = CompactJws.parse(jws.isString() ? jws.asString() : jws.toString());
        return parsed != null
                && keys(one.key()).stream()
                        .anyMatch(keys -> new Issuer(PROFILE, keys).refuseSignature(parsed, Instant.EPOCH) == null);
    }

    /** The set as an issuer would publish it, and its HS256 secrets as they would be configured. */
    private static List<IssuerKeys> keys(JsonNode key) {
        var jwks =
                key.has("keys") ? key : JsonMapper.shared().createObjectNode().set("keys", array(key));
        var all = new ArrayList<IssuerKeys>();
        var published = JwkReader.read(jwks.toString().getBytes(StandardCharsets.UTF_8));
        all.add(new IssuerKeys(null, List.of(PublishedKeys.fixed(Objects.requireNonNull(published)))));
        secrets(jwks.get("keys")).forEach(all::add);
        return all;
    }

    private static Stream<IssuerKeys> secrets(JsonNode keys) {
        var names = keys.valueStream().map(key -> key.path("kid").asString()).toList();
        var isMixed = keys.valueStream()
                        .map(key -> key.get("kty").asString())
                        .distinct()
                        .count()
                > 1;
        if (isMixed || names.stream().distinct().count() < names.size()) {
            return Stream.of();
        }
        return keys.valueStream()
                .filter(key -> key.path("alg").asString("").equals("HS256"))
                .map(key ->
                        Sensitive.of(Base64.getUrlDecoder().decode(key.get("k").asString())))
                .filter(WycheproofTest::isLongEnough)
                .map(secret ->
                        new IssuerKeys(KeyRing.of(List.of(KeyVersion.of(1, secret, Instant.EPOCH, null))), List.of()));
    }

    /** A shorter secret stops start-up. */
    private static boolean isLongEnough(Sensitive secret) {
        return secret.length() >= EnvironmentKeys.MIN_KEY_BYTES;
    }

    private static JsonNode array(JsonNode key) {
        return JsonMapper.shared().createArrayNode().add(key);
    }

    private static List<Case> cases(String file) {
        try (InputStream text = WycheproofTest.class.getResourceAsStream("/wycheproof/" + file + ".json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(text))
                    .get("testGroups")
                    .valueStream()
                    .flatMap(group -> group.get("tests")
                            .valueStream()
                            .map(json -> new Case(
                                    file, group.has("public") ? group.get("public") : group.get("private"), json)))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final IssuerProfile PROFILE =
            TestProfile.of("wycheproof", null).build();
}
