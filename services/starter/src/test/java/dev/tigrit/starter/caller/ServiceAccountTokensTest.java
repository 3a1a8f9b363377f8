package dev.tigrit.starter.caller;

import static dev.tigrit.testkit.ClusterStandIn.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.ClusterStandIn;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final long T = NOW.getEpochSecond();
    private static final String OURS = "sessions.tigrit.tigrit";
    private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"one\"}";
    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");

    @TempDir
    private Path directory;

    private ServiceAccountTokens tokens =
            new ServiceAccountTokens.Properties(null, null).toTokens(Clock.systemUTC(), new BackgroundLoops());

    @BeforeEach
    void mount() {
        ClusterStandIn.mount(directory, CLUSTER);
        tokens = tokensOf(directory, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static ServiceAccountTokens tokensOf(Path directory, Clock clock) {
        return new ServiceAccountTokens.Properties(directory, OURS).toTokens(clock, new BackgroundLoops());
    }

    /** A claim set in which one claim is replaced; an empty replacement drops it. */
    private static String claims(String name, String replacement) {
        var claims = new LinkedHashMap<>(Map.of(
                "iss",
                "\"" + ISSUER + "\"",
                "aud",
                "[\"" + OURS + "\"]",
                "sub",
                "\"system:serviceaccount:tigrit:tigrit-bot\"",
                "exp",
                Long.toString(T + 600),
                "iat",
                Long.toString(T),
                "nbf",
                Long.toString(T)));
        claims.put(name, replacement);
        return claims.entrySet().stream()
                .filter(claim -> !claim.getValue().isEmpty())
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void projectedTokenIsItsServiceAccountUntilItsEnd() {
        assertThat(tokens.verify(CLUSTER.token("tigrit/tigrit-bot", OURS, NOW)))
                .isEqualTo(new Caller("tigrit/tigrit-bot", NOW.plusSeconds(600)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "aud | `\"sessions.tigrit.tigrit\"`",
                "aud | [\"https://kubernetes.default.svc\",\"sessions.tigrit.tigrit\"]",
                "exp | 1795522500",
                "iat | 1795521660",
                "nbf | 1795521660",
                "nbf | ``",
                "jti | \"other\"",
                "sub | \"system:serviceaccount:a:b\"",
                "sub | \"system:serviceaccount:tigrit:with.dots-and-hyphens.0\"",
            })
    void tokenWithinTheRulesIsAccepted(String name, String value) {
        assertThat(tokens.verify(CLUSTER.sign(HEADER, claims(name, value)))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "iss | \"https://kubernetes.default.svc\"",
                "iss | \"https://kubernetes.default.svc.cluster.local/\"",
                "iss | ``",
                "iss | [\"https://kubernetes.default.svc.cluster.local\"]",
                "aud | \"secrets.tigrit.tigrit\"",
                "aud | [\"secrets.tigrit.tigrit\",\"sessions.tigrit\"]",
                "aud | []",
                "aud | ``",
                "aud | {\"sessions.tigrit.tigrit\":1}",
                "exp | 1795521600",
                "exp | 1795521599",
                "exp | 1795525201",
                "exp | ``",
                "exp | \"1795522200\"",
                "exp | 1795522200.5",
                "exp | 99999999999999999999",
                "exp | -1",
                "iat | ``",
                "iat | 1795521661",
                "iat | 1795518599",
                "nbf | 1795521661",
                "nbf | \"1795521600\"",
                "sub | ``",
                "sub | \"system:serviceaccount:tigrit\"",
                "sub | \"system:serviceaccount:tigrit:\"",
                "sub | \"system:serviceaccount::tigrit-bot\"",
                "sub | \"system:serviceaccount:tigrit:tigrit-bot:x\"",
                "sub | \"system:serviceaccount:tigrit:tigrit/bot\"",
                "sub | \"system:serviceaccount:tigrit:Tigrit-bot\"",
                "sub | \"system:serviceaccount:tigrit:tigrit-bot\\n\"",
                "sub | \" system:serviceaccount:tigrit:tigrit-bot\"",
                "sub | \"system:serviceaccount:-a:b\"",
                "sub | \"system:node:worker-1\"",
                "sub | \"internal\"",
            })
    void tokenOutsideTheRulesIsNobody(String name, String value) {
        assertThat(tokens.verify(CLUSTER.sign(HEADER, claims(name, value)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"RS256\",\"kid\":\"two\"}",
                "{\"alg\":\"RS256\",\"kid\":\"\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"RS256\",\"kid\":1}",
                "{\"kid\":\"one\"}",
                "{\"alg\":\"none\",\"kid\":\"one\"}",
                "{\"alg\":\"HS256\",\"kid\":\"one\"}",
                "{\"alg\":\"rs256\",\"kid\":\"one\"}",
                "{\"alg\":\"RS384\",\"kid\":\"one\"}",
                "{\"alg\":\"PS256\",\"kid\":\"one\"}",
                "{\"alg\":\"ES256\",\"kid\":\"one\"}",
                "{\"alg\":\"RS256\",\"kid\":\"one\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"RS256\",\"kid\":\"one\",\"kid\":\"one\"}",
                "[\"RS256\"]",
                "{\"alg\":\"RS256\",\"kid\":\"one\"}x",
                "",
            })
    void headerOutsideTheRulesIsNobodyThoughTheSignatureIsGenuine(String header) {
        assertThat(tokens.verify(CLUSTER.sign(header, claims("jti", "\"1\"")))).isNull();
    }

    @Test
    void signatureOfAnotherKeyUnderTheKnownKidIsNobody() {
        assertThat(tokens.verify(new ClusterStandIn("one").token("tigrit/tigrit-bot", OURS, NOW)))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("misshapenTokens")
    void misshapenTokenIsNobody(String token) {
        assertThat(tokens.verify(token)).isNull();
    }

    static Stream<String> misshapenTokens() {
        var good = CLUSTER.token("tigrit/tigrit-bot", OURS, NOW);
        var parts = good.split("\\.", -1);
        return Stream.of(
                "",
                ".",
                "..",
                "...",
                good + ".",
                "." + good,
                good + "=",
                good.replaceFirst("\\.", ".."),
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + ".",
                parts[0] + ".." + parts[2],
                parts[0] + "." + parts[1] + "." + parts[2].substring(4),
                good.replace('_', '/').replace('-', '+') + "/",
                good.substring(0, 10) + "\n" + good.substring(10),
                good.substring(0, 10) + "Ж" + good.substring(10),
                // 256 bytes end in a character of which four bits are unused.
                good.substring(0, good.length() - 1) + (char) (good.charAt(good.length() - 1) + 1),
                good + "A".repeat(8192),
                CLUSTER.sign(HEADER, "[]"),
                CLUSTER.sign(HEADER, "not json"),
                CLUSTER.sign(HEADER, claims("x", "[".repeat(50) + "]".repeat(50))),
                CLUSTER.sign(HEADER, claims("x", "1,\"exp\":" + (T + 900))),
                CLUSTER.sign(HEADER, claims("x", "\"" + "a".repeat(8192) + "\"")));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void eachAllowedAlgorithmIsVerifiedByItsKindOfKeyOnly(String alg, String jca, KeyPair keys, String jwk) {
        ClusterStandIn.mount(directory, Map.of("issuers", ISSUER, "jwks.json", "{\"keys\":[" + jwk + "]}"));
        tokens = tokensOf(directory, Clock.fixed(NOW, ZoneOffset.UTC));
        var header = "{\"alg\":\"" + alg + "\",\"kid\":\"k\"}";

        var good = ClusterStandIn.sign(header, claims("jti", "\"1\""), jca, keys.getPrivate());
        var changed = ClusterStandIn.sign(header, claims("jti", "\"2\""), jca, keys.getPrivate());

        assertThat(tokens.verify(good)).isNotNull();
        assertThat(tokens.verify(
                        good.substring(0, good.lastIndexOf('.')) + changed.substring(changed.lastIndexOf('.'))))
                .isNull();
        assertThat(tokens.verify(CLUSTER.sign("{\"alg\":\"RS256\",\"kid\":\"k\"}", claims("jti", "\"3\""))))
                .isNull();
    }

    static Stream<Arguments> algorithms() throws Exception {
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        var rsaKeys = rsa.generateKeyPair();
        var jwk = ClusterStandIn.rsaJwk("k", rsaKeys);
        return Stream.of(
                Arguments.of("RS256", "SHA256withRSA", rsaKeys, jwk),
                Arguments.of("RS384", "SHA384withRSA", rsaKeys, jwk),
                Arguments.of("RS512", "SHA512withRSA", rsaKeys, jwk),
                Arguments.of("PS256", "RSASSA-PSS/256", rsaKeys, jwk),
                Arguments.of("PS384", "RSASSA-PSS/384", rsaKeys, jwk),
                Arguments.of("PS512", "RSASSA-PSS/512", rsaKeys, jwk),
                ec("ES256", "SHA256withECDSAinP1363Format", "secp256r1", "P-256"),
                ec("ES384", "SHA384withECDSAinP1363Format", "secp384r1", "P-384"),
                ec("ES512", "SHA512withECDSAinP1363Format", "secp521r1", "P-521"));
    }

    private static Arguments ec(String alg, String jca, String name, String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        var keys = generator.generateKeyPair();
        return Arguments.of(alg, jca, keys, ClusterStandIn.ecJwk("k", curve, keys));
    }
}
