package dev.tigrit.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.jose.SignatureKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkReaderTest {

    private static final TestSigner RSA = new TestSigner("RS256", "rsa");
    private static final TestSigner EC = new TestSigner("ES256", "ec");
    private static final TestSigner EDWARDS = new TestSigner("EdDSA", "ed");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"keys\":[]}x",
                "{\"keys\":[],\"keys\":[]}",
                "<html>sorry</html>",
            })
    void textThatIsNoJwkSetIsNone(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void largeDeepAndLongDocumentsAreNone() {
        var ignored = "{\"kty\":\"AKP\"}";

        assertThat(read("{\"keys\":[],\"x\":\"" + "x".repeat(JwkReader.MAX_BYTES) + "\"}"))
                .isNull();
        assertThat(read("{\"keys\":" + "[".repeat(10_000))).isNull();
        assertThat(read(IntStream.range(0, 65)
                        .mapToObj(_ -> ignored)
                        .collect(Collectors.joining(",", "{\"keys\":[", "]}"))))
                .isNull();
        assertThat(JwkReader.read(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use     | enc",
                "use     | ''",
                "alg     | RS257",
                "alg     | ES256",
                "alg     | rs256",
                "alg     | HS256",
                "alg     | none",
                "d       | AQAB",
                "p       | AQAB",
                "k       | AQAB",
                "kty     | oct",
                "kty     | RSB",
                "kty     | EC",
                "key_ops | verify",
                "e       | AQ",
                "e       | Ag",
                "e       | ''",
                "n       | AQAB",
            })
    void keyWithThatMemberIsLeftOut(String name, String value) {
        var jwk = changed(RSA, Map.of("alg", "RS256"), name, value);

        assertThat(size("{\"keys\":[" + jwk + "," + EC.jwk() + "]}")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"encrypt\"]", "[]", "{}", "\"verify\"", "[1]"})
    void keyOperationsWithoutVerifyLeaveTheKeyOut(String operations) {
        assertThat(size("{\"keys\":[" + with(EC.jwk(Map.of()), "\"key_ops\":" + operations) + "]}"))
                .isZero();
    }

    @Test
    void keyOperationsWithVerifyAreFine() {
        assertThat(size("{\"keys\":[" + with(EC.jwk(Map.of()), "\"key_ops\":[\"sign\",\"verify\"]") + "]}"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "[]",
                "{\"kid\":7}",
                "{\"kty\":7}",
                "{\"kty\":\"EC\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}"
            })
    void entryThatIsNoKeyTakesNoOtherWithIt(String entry) {
        assertThat(size("{\"keys\":[" + entry + "," + EDWARDS.jwk() + "," + RSA.jwk() + "]}"))
                .isEqualTo(2);
    }

    @Test
    void pointOffItsCurveLeavesTheKeyOut() {
        var other = new TestSigner("ES384", "other");

        assertThat(size("{\"keys\":[" + EC.jwk().replaceFirst("\"x\":\"..", "\"x\":\"AA") + "]}"))
                .isZero();
        assertThat(size("{\"keys\":[" + other.jwk().replace("P-384", "P-256").replace("ES384", "ES256") + "]}"))
                .isZero();
    }

    @Test
    void kidOverItsLengthLeavesTheKeyOut() {
        assertThat(size(TestSigner.jwks(new TestSigner("ES256", "k".repeat(128)))))
                .isEqualTo(1);
        assertThat(size(TestSigner.jwks(new TestSigner("ES256", "k".repeat(129)))))
                .isZero();
    }

    @Test
    void keyServesTheAlgorithmItNamesOrAllOfItsType() {
        var named = read(TestSigner.jwks(RSA, EC, EDWARDS));
        var unnamed = read("{\"keys\":[" + RSA.jwk(Map.of()) + "," + EC.jwk(Map.of()) + "]}");

        assertThat(algorithms(named, "rsa")).containsExactly(Algorithm.RS256);
        assertThat(algorithms(named, "ed")).containsExactlyInAnyOrder(Algorithm.EDDSA, Algorithm.ED25519);
        assertThat(algorithms(unnamed, "rsa")).containsExactlyInAnyOrderElementsOf(Algorithm.RSA);
        assertThat(algorithms(unnamed, "ec")).containsExactly(Algorithm.ES256);
    }

    private static List<Algorithm> algorithms(@Nullable KeySet keys, String kid) {
        return Arrays.stream(Algorithm.values())
                .filter(algorithm -> {
                    var candidates = new ArrayList<SignatureKey>();
                    Objects.requireNonNull(keys).addCandidates(algorithm, new KeyHint(kid, Set.of()), candidates);
                    return !candidates.isEmpty();
                })
                .toList();
    }

    private static String changed(TestSigner signer, Map<String, String> members, String name, String value) {
        var all = new HashMap<>(members);
        all.put(name, value);
        var jwk = signer.jwk(all);
        return jwk.contains("\"" + name + "\":\"" + value + "\"")
                ? jwk
                : jwk.replaceFirst("\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":\"" + value + "\"");
    }

    private static String with(String jwk, String member) {
        return jwk.substring(0, jwk.length() - 1) + "," + member + "}";
    }

    private static int size(String jwks) {
        var keys = read(jwks);
        return keys == null ? -1 : keys.size();
    }

    private static @Nullable KeySet read(String text) {
        return JwkReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
