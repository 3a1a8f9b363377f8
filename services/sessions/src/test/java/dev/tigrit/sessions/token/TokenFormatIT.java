package dev.tigrit.sessions.token;

import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas of one store in the midst of a switch, forward or back: each serves the sessions of the other. */
class TokenFormatIT {

    private static final String USER = "{\"user_id\": \"42\"}";
    private static final String KEY = "a-key-of-22-characters-or-more-";

    private static RealRedis redis;
    private static TestService one;
    private static TestService two;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        one = TestService.start(redis.url());
        two = TestService.start(redis.url(), "--sessions.token-format=2");
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReplicaServesSessionsOfTheOtherFormat(boolean forward) {
        var before = forward ? one : two;
        var after = forward ? two : one;
        var token = before.token();
        assertThat(token).startsWith(forward ? "ts1_" : "ts2_");

        assertThat(after.status("verify", token)).isEqualTo(200);
        assertThat(after.status("extend", token)).isEqualTo(200);
        var rotated = after.post("/v1/sessions/rotate", token);

        assertThat(tokenOf(rotated)).startsWith(forward ? "ts2_" : "ts1_");
        assertThat(TestService.text(rotated, "expires_at")).isNotEmpty();
        assertThat(before.status("verify", token)).isEqualTo(401);
        assertThat(before.status("verify", tokenOf(rotated))).isEqualTo(200);
        assertThat(before.status("invalidate", tokenOf(rotated))).isEqualTo(204);
        assertThat(after.status("verify", tokenOf(rotated))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRepeatedCreateIsTheSameSessionInTheFormatOfWhoAnswers(boolean forward) {
        var key = KEY + forward;
        var first = (forward ? one : two).create(USER, key);
        var again = (forward ? two : one).create(USER, key);

        assertThat(again.getStatus().value()).isEqualTo(201);
        assertThat(TestService.text(again, "session_id")).isEqualTo(TestService.text(first, "session_id"));
        assertThat(tokenOf(first).substring(0, 4)).isNotEqualTo(tokenOf(again).substring(0, 4));
        for (var token : new String[] {tokenOf(first), tokenOf(again)}) {
            assertThat(one.status("verify", token)).isEqualTo(200);
            assertThat(two.status("verify", token)).isEqualTo(200);
        }
    }
}
