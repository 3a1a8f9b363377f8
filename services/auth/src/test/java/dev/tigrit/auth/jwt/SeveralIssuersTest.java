package dev.tigrit.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several issuers beside each other: each with its own keys, rules and users. */
class SeveralIssuersTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String SECRET = "a secret of exactly thirty-two b";
    private static final String ISS = "https://issuer.example";
    private static final TestSigner RSA = new TestSigner("RS256", "one");
    private static final TestSigner EC = new TestSigner("ES256", "two");

    static Stream<String> algorithms() {
        return Algorithm.PUBLIC_KEY.stream().map(Algorithm::spelling);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void genuineTokenOfEachAlgorithmIsAcceptedAndATamperedOneIsNot(String algorithm) {
        var signer = new TestSigner(algorithm, "the-key");
        var verifier = verifier(profile(Set.of(), false), signer);
        var token = signer.sign(claims("\"sub\":\"alice\""));
        var other = signer.sign(claims("\"sub\":\"mallory\""));

        assertThat(userId(verifier.verify(token, NOW))).isEqualTo("partner:alice");
        assertThat(verifier.verify(
                        other.substring(0, other.lastIndexOf('.')) + token.substring(token.lastIndexOf('.')), NOW))
                .isEqualTo(Verdict.rejected(Reason.SIGNATURE_INVALID));
    }

    @Test
    void algorithmHasToBeTheKeysAndTheProfiles() {
        var onlyEc = verifier(profile(Set.of(Algorithm.ES256), false), RSA, EC);
        var all = verifier(profile(Set.of(), false), RSA, EC);
        var claims = claims("\"sub\":\"alice\"");

        assertThat(onlyEc.verify(RSA.sign(claims), NOW)).isEqualTo(Verdict.rejected(Reason.ALGORITHM));
        assertThat(onlyEc.verify(EC.sign(claims), NOW)).isInstanceOf(Verdict.Accepted.class);
        // The key is published for RS256; a genuine PS256 signature by it is not accepted.
        assertThat(all.verify(RSA.sign("{\"alg\":\"PS256\",\"kid\":\"one\"}", "PS256", claims), NOW))
                .isEqualTo(Verdict.rejected(Reason.ALGORITHM));
        assertThat(all.verify(RSA.sign("{\"alg\":\"RS256\",\"kid\":\"two\"}", "RS256", claims), NOW))
                .isEqualTo(Verdict.rejected(Reason.ALGORITHM));
    }

    @Test
    void publicKeyIsNoSecret() {
        var jwk = RSA.jwk();
        var confused = TestTokens.hs256(jwk, "{\"alg\":\"HS256\",\"kid\":\"one\"}", claims("\"sub\":\"alice\""));

        assertThat(verifier(profile(Set.of(Algorithm.values()), false), RSA).verify(confused, NOW))
                .isEqualTo(Verdict.rejected(Reason.ALGORITHM));
    }

    @Test
    void keyWithoutAlgorithmServesWhatTheProfileAllows() {
        var keys = keys("{\"keys\":[" + RSA.jwk(Map.of()) + "]}");
        var claims = claims("\"sub\":\"alice\"");
        var pss = RSA.sign("{\"alg\":\"PS384\",\"kid\":\"one\"}", "PS384", claims);
        var onlyPss = new JwtVerifier(List.of(new Issuer(profile(Set.of(Algorithm.PS384), false), keys)));

        assertThat(onlyPss.verify(pss, NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(onlyPss.verify(RSA.sign(claims), NOW)).isEqualTo(Verdict.rejected(Reason.ALGORITHM));
    }

    @Test
    void keysOfOneIssuerCountForNoOther() {
        var first = new Issuer(profile("first", "https://first.example"), keys(TestSigner.jwks(RSA)));
        var second = new Issuer(profile("second", "https://second.example"), keys(TestSigner.jwks(EC)));
        var verifier = new JwtVerifier(List.of(first, second));

        var token = EC.sign("{\"iss\":\"https://first.example\",\"sub\":\"1\",\"exp\":1700003600}");

        assertThat(verifier.verify(token, NOW)).isEqualTo(Verdict.rejected(Reason.UNKNOWN_KEY));
        assertThat(userId(verifier.verify(token(EC, "https://second.example"), NOW)))
                .isEqualTo("second:1");
        assertThat(verifier.verify(token(EC, "https://third.example"), NOW)).isEqualTo(Verdict.rejected(Reason.ISSUER));
    }

    @Test
    void builtInProfileWithoutIssuerTakesWhatNoOtherHas() {
        var verifier = new JwtVerifier(List.of(
                new Issuer(profile("partner", ISS), keys(TestSigner.jwks(RSA))),
                new Issuer(profile("jwt-secret", null, Set.of(Algorithm.HS256)), secret())));
        var header = "{\"alg\":\"HS256\"}";

        assertThat(verifier.verify(TestTokens.hs256(SECRET, header, "{\"sub\":\"7\",\"exp\":1700003600}"), NOW))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(
                        TestTokens.hs256(SECRET, header, "{\"iss\":\"x\",\"sub\":\"7\",\"exp\":1700003600}"), NOW))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(TestTokens.hs256(SECRET, header, claims("\"sub\":\"7\"")), NOW))
                .isEqualTo(Verdict.rejected(Reason.ALGORITHM));
    }

    @Test
    void twoIssuersWithOneIssAreRefused() {
        var one = new Issuer(profile("one", ISS), secret());
        var two = new Issuer(profile("two", ISS), secret());

        assertThatThrownBy(() -> new JwtVerifier(List.of(one, two)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one")
                .hasMessageContaining("two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sub\":\"alice\"           | partner:alice",
                "\"sub\":\"a:b\"             | partner:a:b",
                "\"sub\":42                  | partner:42",
                "\"sub\":-42                 | partner:-42",
                "\"sub\":\"Ольга\"           | partner:Ольга",
            })
    void userOfAForeignIssuerIsPrefixed(String claim, String expected) {
        assertThat(userId(verifier(profile(Set.of(), false), RSA).verify(RSA.sign(claims(claim)), NOW)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sub\":\"\"",
                "\"sub\":\" \"",
                "\"sub\":1.5",
                "\"sub\":true",
                "\"sub\":[\"alice\"]",
                "\"sub\":{}",
                "\"sub\":\"a\\u0000b\"",
                "\"sub\":\"a\\r\\nX-User-Id: 1\"",
                "\"sub\":\"a\\u202eb\"",
                "\"sub\":123456789012345678901234567890",
            })
    void claimThatNamesNobodyIsRefused(String claim) {
        assertThat(verifier(profile(Set.of(), false), RSA).verify(RSA.sign(claims(claim)), NOW))
                .isEqualTo(Verdict.rejected(Reason.USER_INVALID));
    }

    @Test
    void userIdOfAForeignIssuerIsNoLongerThanSessionsTakes() {
        var verifier = verifier(profile(Set.of(), false), RSA);

        assertThat(verifier.verify(RSA.sign(claims("\"sub\":\"" + "a".repeat(248) + "\"")), NOW))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(RSA.sign(claims("\"sub\":\"" + "a".repeat(249) + "\"")), NOW))
                .isEqualTo(Verdict.rejected(Reason.USER_INVALID));
        assertThat(verifier.verify(RSA.sign(claims("\"sub\":\"" + "я".repeat(124) + "\"")), NOW))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(RSA.sign(claims("\"sub\":\"" + "я".repeat(125) + "\"")), NOW))
                .isEqualTo(Verdict.rejected(Reason.USER_INVALID));
    }

    @Test
    void claimThatIsNullIsAbsent() {
        assertThat(verifier(profile(Set.of(), false), RSA).verify(RSA.sign(claims("\"sub\":null")), NOW))
                .isEqualTo(Verdict.rejected(Reason.USER_MISSING));
        assertThat(verifier(profile(Set.of(), false), RSA)
                        .verify(RSA.sign(claims("\"sub\":\"a\",\"iat\":null,\"nbf\":null")), NOW))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void bareIdsAreForThoseWhoShareTelegrams() {
        var sharing = verifier(profile(Set.of(), true), RSA);

        assertThat(userId(sharing.verify(RSA.sign(claims("\"sub\":\"42\"")), NOW)))
                .isEqualTo("42");
        assertThat(sharing.verify(RSA.sign(claims("\"sub\":\"alice\"")), NOW))
                .isEqualTo(Verdict.rejected(Reason.USER_INVALID));
    }

    @Test
    void typesAreExclusiveOnceTheyAreNamed() {
        var keys = keys(TestSigner.jwks(RSA));
        var access = new JwtVerifier(List.of(new Issuer(withTypes(Set.of("at+JWT")), keys)));
        var plain = new JwtVerifier(List.of(new Issuer(withTypes(Set.of()), keys)));
        var claims = claims("\"sub\":\"alice\"");
        var typed = RSA.sign("{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"AT+jwt\"}", "RS256", claims);

        assertThat(access.verify(typed, NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(access.verify(RSA.sign(claims), NOW)).isEqualTo(Verdict.rejected(Reason.HEADER_INVALID));
        assertThat(plain.verify(typed, NOW)).isEqualTo(Verdict.rejected(Reason.HEADER_INVALID));
        assertThat(plain.verify(RSA.sign(claims), NOW)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void requiredClaimsHaveToBeThere() {
        var profile = TestProfile.of("partner", ISS)
                .algorithms(Algorithm.PUBLIC_KEY)
                .requires("tenant")
                .build();
        var verifier = verifier(profile, RSA);
        var token = RSA.sign(claims("\"sub\":\"alice\",\"tenant\":\"x\""));

        assertThat(verifier.verify(RSA.sign(claims("\"sub\":\"alice\"")), NOW))
                .isEqualTo(Verdict.rejected(Reason.CLAIM_MISSING));
        assertThat(verifier.verify(token, NOW)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void unknownKeyIsARefusalOnlyWhileTheKeysAreFresh() {
        var keys = PublishedKeys.awaited();
        var verifier =
                new JwtVerifier(List.of(new Issuer(profile(Set.of(), false), new IssuerKeys(null, List.of(keys)))));
        var token = RSA.sign(claims("\"sub\":\"alice\""));

        assertThat(verifier.verify(token, NOW)).isEqualTo(new Verdict.KeysUnavailable());
        assertThat(keys.areKnown()).isFalse();

        keys.replace(set(TestSigner.jwks(EC)), NOW, Duration.ofMinutes(15));
        assertThat(verifier.verify(token, NOW.plusSeconds(900))).isEqualTo(Verdict.rejected(Reason.UNKNOWN_KEY));
        assertThat(verifier.verify(token, NOW.plusSeconds(901))).isEqualTo(new Verdict.KeysUnavailable());
        assertThat(keys.wereMissed()).isTrue();

        keys.replace(set(TestSigner.jwks(EC, RSA)), NOW, Duration.ofMinutes(15));
        assertThat(verifier.verify(token, NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(verifier.verify(token, NOW.plusSeconds(1_000))).isInstanceOf(Verdict.Accepted.class);
    }

    private static String token(TestSigner signer, String iss) {
        return signer.sign("{\"iss\":\"" + iss + "\",\"sub\":\"1\",\"exp\":1700003600}");
    }

    private static String claims(String more) {
        return "{\"iss\":\"" + ISS + "\",\"exp\":1700003600," + more + "}";
    }

    private static String userId(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).identity().userId();
    }

    private static JwtVerifier verifier(IssuerProfile profile, TestSigner... signers) {
        return new JwtVerifier(List.of(new Issuer(profile, keys(TestSigner.jwks(signers)))));
    }

    private static IssuerKeys keys(String jwks) {
        return new IssuerKeys(null, List.of(PublishedKeys.fixed(set(jwks))));
    }

    private static KeySet set(String jwks) {
        return Objects.requireNonNull(JwkReader.read(jwks.getBytes(StandardCharsets.UTF_8)));
    }

    private static IssuerKeys secret() {
        return new IssuerKeys(
                KeyRing.of(List.of(KeyVersion.of(1, Sensitive.ofText(SECRET), Instant.EPOCH, null))), List.of());
    }

    private static IssuerProfile profile(Set<Algorithm> algorithms, boolean sharesTelegramIds) {
        return profile(
                "partner", ISS, algorithms.isEmpty() ? Algorithm.PUBLIC_KEY : algorithms, Set.of(), sharesTelegramIds);
    }

    private static IssuerProfile profile(String name, @Nullable String iss) {
        return profile(name, iss, Algorithm.PUBLIC_KEY);
    }

    private static IssuerProfile profile(String name, @Nullable String iss, Set<Algorithm> algorithms) {
        return profile(name, iss, algorithms, Set.of(), iss == null);
    }

    private static IssuerProfile withTypes(Set<String> types) {
        return profile("partner", ISS, Algorithm.PUBLIC_KEY, types, false);
    }

    private static IssuerProfile profile(
            String name,
            @Nullable String iss,
            Set<Algorithm> algorithms,
            Set<String> types,
            boolean sharesTelegramIds) {
        return TestProfile.of(name, iss)
                .algorithms(algorithms)
                .types(types)
                .sharesTelegramIds(sharesTelegramIds)
                .build();
    }
}
