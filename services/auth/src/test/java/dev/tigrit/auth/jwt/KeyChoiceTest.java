package dev.tigrit.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of an issuer's keys verify a token: kid or certificate thumbprint, then algorithm; four at most. */
class KeyChoiceTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String ISS = "https://issuer.example";
    private static final String CLAIMS = "{\"iss\":\"" + ISS + "\",\"sub\":\"alice\",\"exp\":1700003600}";
    private static final String SECRET = "a secret of exactly thirty-two b";
    private static final Verdict FORGED = Verdict.rejected(Reason.SIGNATURE_INVALID);
    private static final TestSigner ONE = new TestSigner("RS256", "one");
    private static final TestSigner TWO = new TestSigner("RS256", "two");
    private static final TestSigner STRANGER = new TestSigner("RS256", "one");

    @Test
    void oneKidForEachAlgorithmOfOneKey() {
        var jwks = set(
                ONE.jwk(Map.of("alg", "RS256", "use", "sig")),
                ONE.jwk(Map.of("alg", "RS512", "use", "sig")),
                ONE.jwk(Map.of("alg", "PS256", "use", "sig")));

        for (var algorithm : List.of("RS256", "RS512", "PS256")) {
            accepted(jwks, ONE.sign(header(algorithm, "\"kid\":\"one\""), algorithm, CLAIMS));
            refused(jwks, STRANGER.sign(header(algorithm, "\"kid\":\"one\""), algorithm, CLAIMS), FORGED);
        }
        refused(
                jwks,
                ONE.sign(header("PS384", "\"kid\":\"one\""), "PS384", CLAIMS),
                Verdict.rejected(Reason.ALGORITHM));
    }

    @Test
    void encryptionKeyOfThatKidIsNoCandidate() {
        var jwks = set(ONE.jwk(Map.of("alg", "RS256", "use", "sig")), STRANGER.jwk(Map.of("use", "enc")));

        accepted(jwks, ONE.sign(CLAIMS));
        refused(jwks, STRANGER.sign(CLAIMS), FORGED);
    }

    @Test
    void sameKeyTwiceIsOne() {
        var jwks = set(ONE.jwk(), ONE.jwk(), TWO.jwk());

        accepted(jwks, ONE.sign(CLAIMS));
        // As often as it may be published, it takes one of the four tries.
        var often = set(Stream.concat(IntStream.range(0, 10).mapToObj(_ -> ONE.jwk()), Stream.of(TWO.jwk()))
                .toArray(String[]::new));
        accepted(often, TWO.sign(header("RS256", ""), "RS256", CLAIMS));
    }

    @Test
    void differentKeysUnderOneKidAreTriedFourAtMost() {
        var signers = IntStream.range(0, 5)
                .mapToObj(_ -> new TestSigner("ES256", "one"))
                .toList();
        var jwks = set(signers.stream().map(TestSigner::jwk).toArray(String[]::new));

        for (var signer : signers.subList(0, 4)) {
            accepted(jwks, signer.sign(CLAIMS));
        }
        refused(jwks, signers.getLast().sign(CLAIMS), FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jku\":\"https://evil.example/keys\"",
                "\"x5u\":\"https://evil.example/cert\"",
                "\"x5c\":[\"AAAA\"]",
                "\"jwk\":{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "\"jku\":null",
                "\"x5c\":7",
                "\"jwk\":[]",
            })
    void hintIsNeitherFollowedNorARefusal(String hint) {
        var jwks = set(ONE.jwk());
        var header = header("RS256", "\"kid\":\"one\"," + hint);

        accepted(jwks, ONE.sign(header, "RS256", CLAIMS));
        refused(jwks, STRANGER.sign(header, "RS256", CLAIMS), FORGED);
    }

    @Test
    void embeddedKeyThatSignedIsNotBelieved() {
        var header = header("RS256", "\"kid\":\"one\",\"jwk\":" + STRANGER.jwk());

        refused(set(ONE.jwk()), STRANGER.sign(header, "RS256", CLAIMS), FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x5t", "x5t#S256"})
    void thumbprintChoosesTheKeyAndNoOther(String name) {
        var jwks = set(ONE.jwk(Map.of(name, "print-1")), TWO.jwk(Map.of(name, "print-2")));

        accepted(jwks, ONE.sign(header("RS256", "\"" + name + "\":\"print-1\""), "RS256", CLAIMS));
        accepted(jwks, TWO.sign(header("RS256", "\"" + name + "\":\"print-2=\""), "RS256", CLAIMS));
        refused(jwks, ONE.sign(header("RS256", "\"" + name + "\":\"print-2\""), "RS256", CLAIMS), FORGED);
        refused(
                jwks,
                ONE.sign(header("RS256", "\"kid\":\"one\",\"" + name + "\":\"print-2\""), "RS256", CLAIMS),
                Verdict.rejected(Reason.UNKNOWN_KEY));
    }

    @Test
    void thumbprintIsFoundInTheCertificateAndInTheKid() throws Exception {
        var certificate = "not parsed, only hashed".getBytes(UTF_8);
        var x5c = "\"x5c\":[\"" + Base64.getEncoder().encodeToString(certificate) + "\"]";
        var print = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(certificate));
        var jwks = set(with(ONE.jwk(), x5c), TWO.jwk());

        accepted(jwks, ONE.sign(header("RS256", "\"x5t\":\"" + print + "\""), "RS256", CLAIMS));
        refused(jwks, TWO.sign(header("RS256", "\"x5t\":\"" + print + "\""), "RS256", CLAIMS), FORGED);
        refused(jwks, ONE.sign(header("RS256", "\"x5t\":\"two\""), "RS256", CLAIMS), FORGED);
    }

    @Test
    void thumbprintThatNobodyPublishesSaysNothing() {
        var jwks = set(ONE.jwk(), TWO.jwk());
        var header = header("RS256", "\"x5t\":\"unknown\"");

        accepted(jwks, ONE.sign(header, "RS256", CLAIMS));
        accepted(jwks, TWO.sign(header, "RS256", CLAIMS));
        refused(jwks, STRANGER.sign(header, "RS256", CLAIMS), FORGED);
    }

    @Test
    void tokenWithoutKidMeansEachKeyOfItsAlgorithm() {
        var jwks = set(ONE.jwk(), TWO.jwk(), new TestSigner("ES256", "ec").jwk());

        accepted(jwks, ONE.sign(header("RS256", ""), "RS256", CLAIMS));
        accepted(jwks, TWO.sign(header("RS256", "\"kid\":null"), "RS256", CLAIMS));
        refused(jwks, STRANGER.sign(header("RS256", ""), "RS256", CLAIMS), FORGED);
    }

    @Test
    void kidMeansKeysThatHaveNoneOnlyWhereNoKeyHasIt() {
        var nameless = STRANGER.jwk().replace("\"kid\":\"one\",", "");
        var header = header("RS256", "\"kid\":\"anything\"");

        accepted(set(nameless, TWO.jwk()), STRANGER.sign(header, "RS256", CLAIMS));
        refused(set(nameless, TWO.jwk()), TWO.sign(header, "RS256", CLAIMS), FORGED);
        refused(set(nameless, ONE.jwk()), STRANGER.sign(CLAIMS), FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "e"})
    void paddedAndOtherwiseSpelledNumbersAreRead(String member) {
        var padded = ONE.jwk().replaceFirst("(\"" + member + "\":\"[^\"]*)\"", "$1==\"");
        var otherAlphabet = ONE.jwk()
                .replaceFirst(
                        "\"n\":\"([^\"]*)\"",
                        "\"n\":\"" + n(ONE.jwk()).replace('-', '+').replace('_', '/') + "\"");
        var nulls = with(ONE.jwk(Map.of()), "\"alg\":null,\"use\":null,\"key_ops\":null,\"x5t\":null,\"x5c\":null");

        accepted(set(padded), ONE.sign(CLAIMS));
        accepted(set(otherAlphabet), ONE.sign(CLAIMS));
        accepted(set(nulls), ONE.sign(CLAIMS));
        accepted("\ufeff" + set(ONE.jwk()), ONE.sign(CLAIMS));
    }

    @Test
    void secretAndPublishedKeysEachCheckTheirOwnKind() {
        var keys = published(set(ONE.jwk()));
        var both = verifier(new IssuerKeys(secret(), List.of(keys)));
        var legacy = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"legacy\"}";

        assertThat(both.verify(ONE.sign(CLAIMS), NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(both.verify(TestTokens.hs256(SECRET, legacy, CLAIMS), NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(both.verify(TestTokens.hs256(SECRET.replace('a', 'b'), legacy, CLAIMS), NOW))
                .isEqualTo(FORGED);
        for (var text : List.of(ONE.jwk(), set(ONE.jwk()), n(ONE.jwk()))) {
            var confused = TestTokens.hs256(text, "{\"alg\":\"HS256\",\"kid\":\"one\"}", CLAIMS);
            assertThat(both.verify(confused, NOW)).isEqualTo(FORGED);
        }
        assertThat(both.verify(TestTokens.hs256(SECRET, "{\"alg\":\"RS256\",\"kid\":\"one\"}", CLAIMS), NOW))
                .isEqualTo(FORGED);
    }

    @Test
    void keysFromTwoPlacesAreOneIssuersAndFourAreTriedInAll() {
        var signers = IntStream.range(0, 6)
                .mapToObj(_ -> new TestSigner("ES256", "one"))
                .toList();
        var some = published(
                set(signers.subList(0, 3).stream().map(TestSigner::jwk).toArray(String[]::new)));
        var more = published(
                set(signers.subList(3, 6).stream().map(TestSigner::jwk).toArray(String[]::new)));
        var verifier = verifier(new IssuerKeys(null, List.of(some, more)));

        assertThat(verifier.verify(signers.get(0).sign(CLAIMS), NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(signers.get(3).sign(CLAIMS), NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(signers.get(4).sign(CLAIMS), NOW)).isEqualTo(FORGED);
    }

    @Test
    void fixedKeysServeWhilePublishedOnesAreAwaited() {
        var verifier = verifier(new IssuerKeys(secret(), List.of(published(set(ONE.jwk())), PublishedKeys.awaited())));

        assertThat(verifier.verify(ONE.sign(CLAIMS), NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(TestTokens.hs256(SECRET, "{\"alg\":\"HS256\"}", CLAIMS), NOW))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(TWO.sign(CLAIMS), NOW)).isEqualTo(new Verdict.KeysUnavailable());
    }

    private static void accepted(String jwks, String token) {
        assertThat(verifier(new IssuerKeys(null, List.of(published(jwks)))).verify(token, NOW))
                .isInstanceOf(Verdict.Accepted.class);
    }

    private static void refused(String jwks, String token, Verdict verdict) {
        assertThat(verifier(new IssuerKeys(null, List.of(published(jwks)))).verify(token, NOW))
                .isEqualTo(verdict);
    }

    private static JwtVerifier verifier(IssuerKeys keys) {
        return new JwtVerifier(List.of(new Issuer(TestProfile.of("partner", ISS).build(), keys)));
    }

    private static PublishedKeys published(String jwks) {
        var keys = PublishedKeys.awaited();
        keys.replace(Objects.requireNonNull(JwkReader.read(jwks.getBytes(UTF_8))), NOW, Duration.ofMinutes(15));
        return keys;
    }

    private static KeyRing secret() {
        return KeyRing.of(List.of(KeyVersion.of(1, Sensitive.ofText(SECRET), Instant.EPOCH, null)));
    }

    private static String header(String algorithm, String more) {
        return "{\"alg\":\"" + algorithm + "\"" + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String n(String jwk) {
        return jwk.replaceAll(".*\"n\":\"([^\"]*)\".*", "$1");
    }

    private static String with(String jwk, String member) {
        return jwk.substring(0, jwk.length() - 1) + "," + member + "}";
    }

    private static String set(String... jwks) {
        return Stream.of(jwks).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }
}
