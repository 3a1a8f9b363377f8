package dev.tigrit.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on JWT libraries that were published; each is a plain refusal here, at once and without an exception. */
class PublishedAttacksTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final String SECRET = "a secret of exactly thirty-two b";
    private static final String CLAIMS = "{\"sub\":\"42\",\"exp\":1700003600}";
    private static final String HEADER = "{\"alg\":\"HS256\"}";

    private final JwtVerifier verifier = new JwtVerifier(List.of(new Issuer(
            profile("jwt-secret", null),
            new IssuerKeys(
                    KeyRing.of(List.of(KeyVersion.of(1, Sensitive.ofText(SECRET), Instant.EPOCH, null))), List.of()))));

    /** Deeply nested JSON exhausted the stack of nimbus-jose-jwt before 10.0.2. */
    @Test
    void cve202553864NestedJsonIsMalformed() {
        var nested = "{\"sub\":\"42\",\"exp\":1700003600,\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
        var members = "{\"x\":".repeat(700) + "1" + "}".repeat(700);

        assertRefused(TestTokens.hs256(SECRET, HEADER, nested), Reason.MALFORMED);
        assertRefused(TestTokens.hs256(SECRET, members, CLAIMS), Reason.MALFORMED);
    }

    /** A large PBES2 count, p2c, cost nimbus-jose-jwt before 9.37.2 minutes of work. */
    @Test
    void cve202352428LargePasswordIterationCountIsRefusedUnread() {
        var header = "{\"alg\":\"PBES2-HS512+A256KW\",\"enc\":\"A256GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}";

        assertRefused(TestTokens.hs256(SECRET, header, CLAIMS), Reason.HEADER_INVALID);
        assertRefused(part(header) + ".AAAA.AAAA.AAAA.AAAA", Reason.MALFORMED);
    }

    /** Parse exceptions that were not declared left nimbus-jose-jwt before 7.9 (CVE-2019-17195). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":[]}",
                "{\"alg\":{}}",
                "{\"alg\":null}",
                "{\"alg\":1e999}",
                "{\"alg\":\"HS256\",\"kid\":[]}",
                "{\"alg\":\"HS256\",\"typ\":{}}",
                "{\"alg\":\"HS256\",\"crit\":null}",
                "{\"alg\":\"HS256\"",
                "null",
                "\"\"",
                "-",
                "{\"\":}",
            })
    void cve201917195OddHeaderIsARefusalAndNoException(String header) {
        assertThat(verifier.verify(TestTokens.hs256(SECRET, header, CLAIMS), NOW))
                .isInstanceOf(Verdict.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"42\",\"exp\":[]}",
                "{\"sub\":\"42\",\"exp\":{}}",
                "{\"sub\":\"42\",\"exp\":1e999}",
                "{\"sub\":\"42\",\"exp\":99999999999999999999}",
                "{\"sub\":\"42\",\"exp\":9223372036854775807}",
                "{\"sub\":\"42\",\"exp\":1700003600,\"iat\":-9223372036854775808}",
                "{\"sub\":\"42\",\"exp\":1700003600,\"nbf\":\"soon\"}",
                "{\"sub\":\"42\",\"exp\":1700003600,\"iss\":7,\"sub\":1}",
            })
    void cve201917195OddClaimIsARefusalAndNoException(String claims) {
        assertThat(verifier.verify(TestTokens.hs256(SECRET, HEADER, claims), NOW))
                .isInstanceOf(Verdict.Rejected.class);
    }

    /** CVE-2017-12972: no check of lengths let a MAC be bypassed. A truncated or extended MAC is not the MAC. */
    @Test
    void cve201712972TruncatedOrExtendedMacIsNotGenuine() {
        var token = TestTokens.hs256(SECRET, HEADER, CLAIMS);
        var signed = token.substring(0, token.lastIndexOf('.') + 1);
        var mac = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));

        for (var length : new int[] {1, 8, 16, 31, 33, 64}) {
            var other = Arrays.copyOf(mac, length);
            assertRefused(signed + encode(other), Reason.SIGNATURE_INVALID);
        }
        assertRefused(signed, Reason.MALFORMED);
    }

    /** CVE-2017-12973: a padding oracle of AES-CBC decryption. No JWE is decrypted, whatever is in it. */
    @ParameterizedTest
    @ValueSource(strings = {"dir", "RSA1_5", "RSA-OAEP", "A256KW", "ECDH-ES", "PBES2-HS256+A128KW"})
    void cve201712973EncryptedTokenIsMalformed(String algorithm) {
        var header = part("{\"alg\":\"" + algorithm + "\",\"enc\":\"A128CBC-HS256\"}");

        assertRefused(header + ".AAAA.AAAA.AAAA.AAAA", Reason.MALFORMED);
        assertRefused(header + "..AAAA.AAAA.AAAA", Reason.MALFORMED);
    }

    /** CVE-2017-12974: points off the curve were accepted. Such a key is left out of its set. */
    @Test
    void cve201712974PointOffTheCurveIsNoKey() {
        var jwk = new TestSigner("ES256", "k").jwk().replaceFirst("\"y\":\"..", "\"y\":\"AA");
        var keys = Objects.requireNonNull(JwkReader.read(("{\"keys\":[" + jwk + "]}").getBytes(UTF_8)));

        assertThat(keys.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "noNE", "nOnE", " none", "none ", "", "HS256 ", "hs256", "Hs256"})
    void noneInAnyCaseIsNoAlgorithm(String algorithm) {
        var header = "{\"alg\":\"" + algorithm + "\"}";

        assertRefused(TestTokens.hs256(SECRET, header, CLAIMS), Reason.ALGORITHM);
        assertRefused(part(header) + "." + part(CLAIMS) + ".", Reason.MALFORMED);
        assertRefused(part(header) + "." + part(CLAIMS) + ".AAAA", Reason.ALGORITHM);
    }

    /** The general and flattened serializations carry a second, unsigned header and several signatures. */
    @Test
    void jsonSerializationIsMalformed() {
        var parts = TestTokens.hs256(SECRET, HEADER, CLAIMS).split("\\.", -1);
        var signature = "\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2] + "\"";

        assertRefused("{\"payload\":\"" + parts[1] + "\"," + signature + "}", Reason.MALFORMED);
        assertRefused("{\"payload\":\"" + parts[1] + "\",\"signatures\":[{" + signature + "}]}", Reason.MALFORMED);
        assertRefused("{\"a\":\"" + String.join(".", parts) + "\"}", Reason.MALFORMED);
    }

    /** 50 MB that fit a few kilobytes: nothing is ever inflated. */
    @Test
    void inflateBombIsRefusedUnread() throws IOException {
        var deflated = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(deflated)) {
            for (var i = 0; i < 50; i++) {
                deflater.write(new byte[1 << 20]);
            }
        }
        var bomb = encode(deflated.toByteArray());
        var header = "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}";

        assertRefused(part(header) + "..AAAA." + bomb + ".AAAA", Reason.MALFORMED);
        assertRefused(TestTokens.hs256(SECRET, "{\"alg\":\"HS256\",\"zip\":\"DEF\"}", CLAIMS), Reason.HEADER_INVALID);
    }

    /** Tervoort, "Three New Attacks Against JSON Web Tokens", Black Hat 2023: work that the token's sender chooses. */
    @Test
    void billionHashesAreNotComputed() {
        for (var algorithm : List.of("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW")) {
            var header = "{\"alg\":\"" + algorithm + "\",\"p2c\":1000000000,\"p2s\":\"c2FsdA\",\"enc\":\"A128GCM\"}";
            assertRefused(TestTokens.hs256(SECRET, header, CLAIMS), Reason.HEADER_INVALID);
            assertRefused(TestTokens.hs256(SECRET, "{\"alg\":\"" + algorithm + "\"}", CLAIMS), Reason.ALGORITHM);
        }
    }

    /** The same talk: a token that one reader takes for encrypted and another for signed by the public key. */
    @Test
    void publicKeyIsNeverASecret() {
        var rsa = new TestSigner("RS256", "k");
        var keys = Objects.requireNonNull(JwkReader.read(TestSigner.jwks(rsa).getBytes(UTF_8)));
        var published = new JwtVerifier(List.of(new Issuer(
                profile("partner", "https://issuer.example"),
                new IssuerKeys(null, List.of(PublishedKeys.fixed(keys))))));
        var claims = CLAIMS.replace("{", "{\"iss\":\"https://issuer.example\",");

        for (var secret : List.of(rsa.jwk(), TestSigner.jwks(rsa))) {
            assertThat(published.verify(TestTokens.hs256(secret, "{\"alg\":\"HS256\",\"kid\":\"k\"}", claims), NOW))
                    .isEqualTo(Verdict.rejected(Reason.ALGORITHM));
        }
    }

    /** CVE-2022-21449, "psychic signatures": r and s of zero. */
    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "ES256K"})
    void signatureOfZeroesIsNotGenuine(String algorithm) {
        var signer = new TestSigner(algorithm, "k");
        var keys = Objects.requireNonNull(JwkReader.read(TestSigner.jwks(signer).getBytes(UTF_8)));
        var published = new JwtVerifier(List.of(new Issuer(
                profile("partner", "https://issuer.example"),
                new IssuerKeys(null, List.of(PublishedKeys.fixed(keys))))));
        var token = signer.sign(CLAIMS.replace("{", "{\"iss\":\"https://issuer.example\","));
        var signed = token.substring(0, token.lastIndexOf('.') + 1);
        var length = Base64.getUrlDecoder().decode(token.substring(signed.length())).length;

        assertThat(published.verify(token, NOW)).isInstanceOf(Verdict.Accepted.class);
        for (var size : new int[] {length, length - 1, length + 1, 1, 0}) {
            assertThat(published.verify(signed + encode(new byte[size]), NOW))
                    .isEqualTo(Verdict.rejected(size == 0 ? Reason.MALFORMED : Reason.SIGNATURE_INVALID));
        }
    }

    private void assertRefused(String token, Reason reason) {
        var verdict = assertTimeoutPreemptively(AT_ONCE, () -> verifier.verify(token, NOW));
        assertThat(verdict).isEqualTo(Verdict.rejected(reason));
    }

    private static String part(String text) {
        return encode(text.getBytes(UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static IssuerProfile profile(String name, @Nullable String iss) {
        return TestProfile.of(name, iss).sharesTelegramIds(iss == null).build();
    }
}
