package dev.tigrit.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String SECRET = "a secret of exactly thirty-two b";
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String CLAIMS = "{\"sub\":\"42\",\"iat\":1700000000,\"exp\":1700003600}";

    private final JwtVerifier verifier = verifier(null, Set.of());

    @Test
    void genuineTokenNamesTheUser() {
        var verdict = verifier.verify(signed(HEADER, CLAIMS), NOW);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.identity().userId()).isEqualTo("42");
            assertThat(accepted.identity().method()).isEqualTo(Identity.Method.JWT);
            assertThat(accepted.identity().issuedAt()).isEqualTo(NOW);
            assertThat(accepted.identity().expiresAt()).isEqualTo(NOW.plusSeconds(3600));
        });
    }

    /** The example of RFC 7515 appendix A.1: an independent signature, on a payload that names no Telegram user. */
    @Test
    void exampleOfTheRfcHasAGenuineSignature() {
        var token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
                + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var key = Base64.getUrlDecoder()
                .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        var rfc = of(profile(null, Set.of()), ring(Sensitive.of(key)));

        var verdict = rfc.verify(token, Instant.ofEpochSecond(1_300_800_000));

        assertThat(verdict).isEqualTo(Verdict.rejected(Reason.USER_MISSING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sub\":\"42\",\"exp\":1699999940}                      | EXPIRED",
                "{\"sub\":\"42\"}                                         | EXP_MISSING",
                "{\"sub\":\"42\",\"exp\":\"1700003600\"}                  | CLAIMS_INVALID",
                "{\"sub\":\"42\",\"exp\":1e400}                           | CLAIMS_INVALID",
                "{\"sub\":\"42\",\"exp\":-1}                              | CLAIMS_INVALID",
                "{\"sub\":\"42\",\"exp\":null}                            | CLAIMS_INVALID",
                "{\"sub\":\"42\",\"iat\":1700000061,\"exp\":1700003600}   | IAT_FUTURE",
                "{\"sub\":\"42\",\"nbf\":1700000061,\"exp\":1700003600}   | NOT_BEFORE",
                "{\"sub\":\"42\",\"iat\":1700000000,\"exp\":1700086401}   | LIFETIME",
                "{\"sub\":\"42\",\"exp\":1700086461}                      | LIFETIME",
                "{\"exp\":1700003600}                                     | USER_MISSING",
                "{\"sub\":42,\"exp\":1700003600}                          | USER_INVALID",
                "{\"sub\":\"042\",\"exp\":1700003600}                     | USER_INVALID",
                "{\"sub\":\"-42\",\"exp\":1700003600}                     | USER_INVALID",
                "{\"sub\":\"4503599627370496\",\"exp\":1700003600}        | USER_INVALID",
                "{\"sub\":\"alice\",\"exp\":1700003600}                   | USER_INVALID",
                "{\"sub\":\"42\",\"sub\":\"43\",\"exp\":1700003600}       | MALFORMED",
                "[]                                                       | MALFORMED",
            })
    void signedNonsenseIsRefused(String claims, Reason reason) {
        assertThat(verifier.verify(signed(HEADER, claims), NOW)).isEqualTo(Verdict.rejected(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"alg\":\"none\"}                                   | ALGORITHM",
                "{\"alg\":\"noNE\"}                                   | ALGORITHM",
                "{\"alg\":\"HS512\"}                                  | ALGORITHM",
                "{\"alg\":\"RS256\"}                                  | ALGORITHM",
                "{\"alg\":\"hs256\"}                                  | ALGORITHM",
                "{\"typ\":\"JWT\"}                                    | ALGORITHM",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}               | HEADER_INVALID",
                "{\"alg\":\"HS256\",\"b64\":false}                    | HEADER_INVALID",
                "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}               | HEADER_INVALID",
                "{\"alg\":\"HS256\",\"kid\":7}                        | HEADER_INVALID",
                "{\"alg\":\"HS256\",\"alg\":\"none\"}                 | MALFORMED",
            })
    void headerThatIsNotPlainIsRefused(String header, Reason reason) {
        assertThat(verifier.verify(signed(header, CLAIMS), NOW)).isEqualTo(Verdict.rejected(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c.d", "e30.e30.", "{}.{}.{}", "{\"payload\":\"e30\"}"})
    void textThatIsNoTokenIsMalformedOrHasNoAlgorithm(String text) {
        assertThat(verifier.verify(text, NOW))
                .isIn(Verdict.rejected(Reason.MALFORMED), Verdict.rejected(Reason.ALGORITHM));
    }

    @Test
    void everyOtherSpellingOfAGenuineTokenIsRefused() {
        var token = signed(HEADER, CLAIMS);
        var cut = token.length() - 10;
        var last = token.charAt(token.length() - 1);
        var spellings = List.of(
                token + "==",
                "  " + token + " \n",
                token.substring(0, cut) + "\n" + token.substring(cut),
                token.substring(0, cut) + "!" + token.substring(cut),
                token.substring(0, token.length() - 1) + (char) (last + 1),
                token + "A");

        assertThat(spellings)
                .allSatisfy(
                        spelling -> assertThat(verifier.verify(spelling, NOW)).isInstanceOf(Verdict.Rejected.class));
    }

    @Test
    void tokenSignedByAnotherSecretIsRefused() {
        var foreign = of(profile(null, Set.of()), ring(Sensitive.ofText(SECRET.replace('a', 'b'))));

        assertThat(foreign.verify(signed(HEADER, CLAIMS), NOW)).isEqualTo(Verdict.rejected(Reason.SIGNATURE_INVALID));
    }

    @Test
    void previousSecretIsAcceptedUntilItsEnd() {
        var current = KeyVersion.of(2, Sensitive.ofText("another secret of more than 32 bytes"), Instant.EPOCH, null);
        var previous = KeyVersion.of(1, Sensitive.ofText(SECRET), Instant.EPOCH, NOW.plusSeconds(1));
        var rotated = of(profile(null, Set.of()), KeyRing.of(List.of(current, previous)));

        assertThat(rotated.verify(signed(HEADER, CLAIMS), NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(rotated.verify(signed(HEADER, CLAIMS), NOW.plusSeconds(1)))
                .isEqualTo(Verdict.rejected(Reason.SIGNATURE_INVALID));
    }

    @Test
    void issuerAndAudienceAreCheckedWhenConfigured() {
        var strict = verifier("https://game.example", Set.of("game"));
        var right = "{\"iss\":\"https://game.example\",\"aud\":[\"x\",\"game\"],\"sub\":\"42\",\"exp\":1700003600}";

        assertThat(strict.verify(signed(HEADER, right), NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(strict.verify(signed(HEADER, right.replace(".example", ".example/")), NOW))
                .isEqualTo(Verdict.rejected(Reason.ISSUER));
        assertThat(strict.verify(signed(HEADER, right.replace("\"game\"]", "\"other\"]")), NOW))
                .isEqualTo(Verdict.rejected(Reason.AUDIENCE));
        assertThat(strict.verify(signed(HEADER, CLAIMS), NOW)).isEqualTo(Verdict.rejected(Reason.ISSUER));
    }

    @Test
    void withoutAKeyNothingIsDecided() {
        var waiting = of(profile(null, Set.of()), KeyRing.empty());

        assertThat(waiting.verify(signed(HEADER, CLAIMS), NOW)).isEqualTo(new Verdict.KeysUnavailable());
    }

    private static JwtVerifier verifier(@Nullable String issuer, Set<String> audiences) {
        return of(profile(issuer, audiences), ring(Sensitive.ofText(SECRET)));
    }

    private static JwtVerifier of(IssuerProfile profile, KeyRing secrets) {
        return new JwtVerifier(List.of(new Issuer(profile, new IssuerKeys(secrets, List.of()))));
    }

    private static IssuerProfile profile(@Nullable String issuer, Set<String> audiences) {
        return TestProfile.of("jwt-secret", issuer)
                .audiences(audiences)
                .algorithms(Set.of(Algorithm.HS256))
                .sharesTelegramIds(true)
                .build();
    }

    private static KeyRing ring(Sensitive key) {
        return KeyRing.of(List.of(KeyVersion.of(1, key, Instant.EPOCH, null)));
    }

    private static String signed(String header, String claims) {
        return TestTokens.hs256(SECRET, header, claims);
    }
}
