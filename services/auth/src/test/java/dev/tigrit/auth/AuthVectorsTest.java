package dev.tigrit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.jwt.Ed25519Key;
import dev.tigrit.auth.telegram.Bot;
import dev.tigrit.auth.telegram.BotKey;
import dev.tigrit.auth.telegram.BotProperties.Environment;
import dev.tigrit.auth.telegram.TelegramVerifier;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every entry of auth-vectors.json of a kind that Auth supports. */
class AuthVectorsTest {

    private static final Set<String> SUPPORTED =
            Set.of("initdata_hmac", "initdata_ed25519", "initdata_multibot", "login_widget");

    /** One entry; printed by its id. */
    record Vector(String id, JsonNode json) {
        @Override
        public String toString() {
            return id;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        try (InputStream file = AuthVectorsTest.class.getResourceAsStream("/auth-vectors.json")) {
            return JsonMapper.shared()
                    .readTree(Objects.requireNonNull(file))
                    .get("vectors")
                    .valueStream()
                    .filter(json -> SUPPORTED.contains(json.get("kind").asString()))
                    .map(json -> new Vector(json.get("id").asString(), json));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void vectorGetsItsVerdict(Vector vector) {
        var json = vector.json();

        var verdict = verdict(json);

        var expected = json.get("expect");
        switch (verdict) {
            case Verdict.Accepted(var identity) -> {
                assertThat(outcomes(expected)).contains("ok");
                assertThat(identity.userId()).isEqualTo(expected.path("user_id").asString(identity.userId()));
                assertThat(identity.issuedAt())
                        .isEqualTo(Instant.ofEpochSecond(expected.path("auth_date")
                                .asLong(Objects.requireNonNull(identity.issuedAt())
                                        .getEpochSecond())));
            }
            case Verdict.Rejected(var reason) ->
                assertThat(outcomes(expected)).contains(reason.name().toLowerCase(Locale.ROOT));
            case Verdict.KeysUnavailable _, Verdict.GuardUnavailable _ ->
                throw new AssertionError("a verifier with its keys gives no " + verdict);
        }
    }

    /** A spelling of the same credential has the same digest, so that a replay guard sees one. */
    @ParameterizedTest
    @MethodSource("spellings")
    void spellingsOfOneCredentialShareItsDigest(Vector vector, Vector original) {
        assertThat(identity(vector).signedDigest()).isEqualTo(identity(original).signedDigest());
    }

    static Stream<Arguments> spellings() throws IOException {
        var all = vectors().toList();
        return all.stream()
                .filter(vector ->
                        vector.json().at("/expect/replay_equivalent_to").isString())
                .map(vector -> {
                    var id = vector.json().at("/expect/replay_equivalent_to").asString();
                    return Arguments.of(
                            vector,
                            all.stream()
                                    .filter(other -> other.id().equals(id))
                                    .findFirst()
                                    .orElseThrow());
                });
    }

    private static Identity identity(Vector vector) {
        return ((Verdict.Accepted) verdict(vector.json())).identity();
    }

    private static Verdict verdict(JsonNode json) {
        var verifier = new TelegramVerifier(bots(json), maxAge(json), maxFuture(json));
        return switch (json.get("kind").asString()) {
            case "login_widget" -> verifier.verify(Method.TELEGRAM_LOGIN, query(json), null, now(json));
            default ->
                verifier.verify(
                        Method.TELEGRAM_INIT_DATA,
                        json.get("init_data").asString(),
                        json.path("bot_hint").asString(null),
                        now(json));
        };
    }

    private static List<Bot> bots(JsonNode json) {
        return switch (json.get("kind").asString()) {
            case "initdata_ed25519" ->
                List.of(Bot.ofPublicKey(json.get("bot_id").asString(), telegramKey(json)));
            case "initdata_multibot" ->
                json.get("bots")
                        .valueStream()
                        .map(bot -> botOf(bot.get("token")))
                        .toList();
            default -> List.of(botOf(json.get("bot_token")));
        };
    }

    private static Bot botOf(JsonNode parts) {
        var token =
                Sensitive.ofUtf8(parts.get(0).asString() + ":" + parts.get(1).asString());
        var ring = KeyRing.of(List.of(KeyVersion.of(1, token, Instant.EPOCH, null)));
        return Bot.ofToken(ring, BotKey.Accept.HMAC, Environment.PRODUCTION.key());
    }

    private static Ed25519Key telegramKey(JsonNode json) {
        if (json.has("public_key_hex")) {
            return Ed25519Key.ofHex(json.get("public_key_hex").asString());
        }
        return json.get("environment").asString().equals("test")
                ? Environment.TEST.key()
                : Environment.PRODUCTION.key();
    }

    /** The widget's fields come decoded in the vectors; a callback gets them as a query string. */
    private static String query(JsonNode json) {
        if (json.has("query_string")) {
            return json.get("query_string").asString();
        }
        return json.get("fields")
                .propertyStream()
                .map(field -> field.getKey() + "="
                        + URLEncoder.encode(field.getValue().asString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Instant now(JsonNode json) {
        return Instant.ofEpochSecond(json.get("now").asLong());
    }

    /** In the vectors 0 switches the freshness check off; a hundred years do the same here. */
    private static Duration maxAge(JsonNode json) {
        var seconds = json.get("max_age_seconds").asLong();
        return seconds == 0 ? Duration.ofDays(36_500) : Duration.ofSeconds(seconds);
    }

    private static Duration maxFuture(JsonNode json) {
        return Duration.ofSeconds(json.path("max_future_seconds").asLong(60));
    }

    private static List<String> outcomes(JsonNode expected) {
        var outcomes = new ArrayList<String>();
        outcomes.add(expected.get("reason").asString());
        expected.path("also_accept").valueStream().map(JsonNode::asString).forEach(outcomes::add);
        return outcomes;
    }
}
