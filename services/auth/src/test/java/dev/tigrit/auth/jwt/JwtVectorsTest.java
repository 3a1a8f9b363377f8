package dev.tigrit.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What auth-vectors.json says of JWTs: Telegram's id_tokens, JWK Sets that have to survive, spellings of a token. */
class JwtVectorsTest {

    private static final JsonNode FILE = file();
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_100);
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final Map<String, TestSigner> SIGNERS =
            Map.of("RS256", new TestSigner("RS256", "oidc-1"), "ES256", new TestSigner("ES256", "oidc-es256-1"));

    /** One entry; printed by its id. */
    record Entry(JsonNode json) {
        @Override
        public String toString() {
            return json.get("id").asString();
        }
    }

    static Stream<Arguments> claimCases() {
        return SIGNERS.keySet().stream()
                .flatMap(algorithm -> entries("/oidc/claim_cases")
                        // A nonce is checked by whoever sent it: no call of this service takes one.
                        .filter(entry -> !entry.json().has("expected_nonce"))
                        .map(entry -> Arguments.of(algorithm, entry)));
    }

    @ParameterizedTest
    @MethodSource("claimCases")
    void idTokenGetsItsVerdict(String algorithm, Entry entry) {
        var json = entry.json();
        var signer = Objects.requireNonNull(SIGNERS.get(algorithm));
        var claims = ((ObjectNode) FILE.at("/oidc/id_token_example_payload/payload")).deepCopy();
        json.path("payload_patch").propertyStream().forEach(patch -> claims.set(patch.getKey(), patch.getValue()));
        json.path("payload_remove").valueStream().forEach(name -> claims.remove(name.asString()));

        var verdict = verifier(
                        telegram(json),
                        new IssuerKeys(null, List.of(PublishedKeys.fixed(keys(TestSigner.jwks(signer))))))
                .verify(
                        signer.sign(claims.toString()),
                        Instant.ofEpochSecond(json.get("now").asLong()));

        var expected = json.get("expect");
        switch (verdict) {
            case Verdict.Accepted(var identity) -> {
                assertThat(outcomes(expected)).contains("ok");
                assertThat(identity.userId()).isEqualTo(expected.get("user_id").asString());
            }
            case Verdict.Rejected(var reason) ->
                assertThat(outcomes(expected)).contains(reason.name().toLowerCase(Locale.ROOT));
            case Verdict.KeysUnavailable _, Verdict.GuardUnavailable _ ->
                throw new AssertionError("no verdict but " + verdict);
        }
    }

    static Stream<Entry> sets() {
        return entries("/oidc/jwks_must_survive");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void keySetSurvives(Entry entry) {
        var mutation = entry.json().path("mutation").asString("");
        var jwks = FILE.at("/oidc/jwks_snapshot/jwks").toString();
        if (mutation.startsWith("replace ")) {
            var words = mutation.split("\"", -1);
            jwks = jwks.replace(words[1], words[3]);
        } else if (mutation.startsWith("prepend ")) {
            jwks = jwks.replace("\"keys\":[", "\"keys\":[" + mutation.substring("prepend ".length()) + ",");
        }

        var usable = entry.json().path("want").asString("4 usable keys");

        assertThat(keys(jwks).size() + " usable keys").isEqualTo(usable);
    }

    static Stream<Arguments> spellings() {
        return Stream.of("HS256", "RS256", "ES256")
                .flatMap(algorithm ->
                        entries("/jwt_malleability/spellings").map(entry -> Arguments.of(algorithm, entry)));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void otherSpellingIsRefused(String algorithm, Entry entry) {
        var claims = "{\"iss\":\"https://issuer.example\",\"sub\":\"42\",\"exp\":1700003600}";
        IssuerKeys keys;
        String token;
        if (algorithm.equals("HS256")) {
            keys = new IssuerKeys(
                    KeyRing.of(List.of(KeyVersion.of(1, Sensitive.ofText(SECRET), Instant.EPOCH, null))), List.of());
            token = TestTokens.hs256(SECRET, "{\"alg\":\"HS256\"}", claims);
        } else {
            var signer = Objects.requireNonNull(SIGNERS.get(algorithm));
            keys = new IssuerKeys(null, List.of(PublishedKeys.fixed(keys(TestSigner.jwks(signer)))));
            token = signer.sign(claims);
            // A signature in which the other alphabet has something to replace.
            for (var n = 0; !signatureOf(token).matches(".*[-_].*"); n++) {
                token = signer.sign(claims.replace("}", ",\"n\":" + n + "}"));
            }
        }
        var verifier = verifier(profile(Set.of()), keys);

        var verdict = verifier.verify(spelling(entry.toString(), token), NOW);

        assertThat(verifier.verify(token, NOW)).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    }

    private static String spelling(String id, String token) {
        var cut = token.length() - 10;
        var parts = token.split("\\.", -1);
        return switch (id) {
            case "jws-padding" -> token + "==";
            case "jws-outer-whitespace" -> "  " + token + " \n";
            case "jws-lf-in-signature" -> token.substring(0, cut) + "\n" + token.substring(cut);
            case "jws-bang-in-signature" -> token.substring(0, cut) + "!" + token.substring(cut);
            case "jws-standard-alphabet" ->
                parts[0] + "." + parts[1] + "."
                        + (parts[2].matches(".*[-_].*")
                                ? parts[2].replace('-', '+').replace('_', '/')
                                : parts[2] + "+");
            case "jws-unused-bits" -> token.substring(0, token.length() - 1) + sameBits(token);
            case "jws-json-serialization" ->
                "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
                        .formatted(parts[0], parts[1], parts[2]);
            default -> throw new AssertionError("a spelling that this test does not know: " + id);
        };
    }

    /** A last character that decodes to the same bytes: only unused bits differ. */
    private static char sameBits(String token) {
        var signature = signatureOf(token);
        var bytes = Base64.getUrlDecoder().decode(signature);
        var head = signature.substring(0, signature.length() - 1);
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .chars()
                .filter(c -> c != signature.charAt(signature.length() - 1))
                .filter(c -> Arrays.equals(Base64.getUrlDecoder().decode(head + (char) c), bytes))
                .mapToObj(c -> (char) c)
                .findFirst()
                .orElseThrow();
    }

    private static String signatureOf(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static JwtVerifier verifier(IssuerProfile profile, IssuerKeys keys) {
        return new JwtVerifier(List.of(new Issuer(profile, keys)));
    }

    private static IssuerProfile telegram(JsonNode json) {
        var audience =
                json.get("audience").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        return TestProfile.of("telegram", FILE.at("/oidc/issuer").asString())
                .audiences(audience)
                .algorithms(Algorithm.PUBLIC_KEY)
                .userId("id")
                .sharesTelegramIds(true)
                .clockSkew(Duration.ofSeconds(json.path("skew_seconds").asLong(60)))
                .build();
    }

    private static IssuerProfile profile(Set<String> audiences) {
        return TestProfile.of("issuer", "https://issuer.example")
                .audiences(audiences)
                .build();
    }

    private static KeySet keys(String jwks) {
        return Objects.requireNonNull(JwkReader.read(jwks.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> outcomes(JsonNode expected) {
        var outcomes = new ArrayList<String>();
        outcomes.add(expected.path("reason").asString("ok"));
        expected.path("also_accept").valueStream().map(JsonNode::asString).forEach(outcomes::add);
        return outcomes;
    }

    private static Stream<Entry> entries(String pointer) {
        return FILE.at(pointer).valueStream().map(Entry::new);
    }

    private static JsonNode file() {
        try (InputStream file = JwtVectorsTest.class.getResourceAsStream("/auth-vectors.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
