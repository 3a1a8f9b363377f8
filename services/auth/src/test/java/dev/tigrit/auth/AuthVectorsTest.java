package dev.tigrit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.bot.Bot;
import dev.tigrit.auth.bot.Bots;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.initdata.InitDataVerifier;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every entry of auth-vectors.json of a kind that Auth supports. */
class AuthVectorsTest {

    private static final Set<String> SUPPORTED = Set.of("initdata_hmac");

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

        var verdict = verifier(json).verify(json.get("init_data").asString(), null, now(json));

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
            case Verdict.KeysUnavailable unavailable -> assertThat(unavailable).isNull();
        }
    }

    private static InitDataVerifier verifier(JsonNode json) {
        var parts = json.get("bot_token");
        var token =
                Sensitive.ofUtf8(parts.get(0).asString() + ":" + parts.get(1).asString());
        var ring = KeyRing.of(List.of(KeyVersion.of(1, token, Instant.EPOCH, null)));
        return new InitDataVerifier(new Bots(List.of(new Bot(ring))), maxAge(json), maxFuture(json));
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
