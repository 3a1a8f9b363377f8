package dev.tigrit.sessions.catalogue;

import static dev.tigrit.sessions.TestService.code;
import static dev.tigrit.sessions.TestService.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signing keys that change, and tokens that were tampered with. */
class KeysIT {

    private static final String NEXT = "the-next-signing-key-of-the-tests-0123456";

    private static RealRedis redis;
    private static TestService old;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        old = TestService.start(redis.url());
    }

    @AfterAll
    static void stop() {
        old.close();
        redis.close();
    }

    @Test
    @DisplayName("T18: a token of the previous key lives on; a token of a key that is not known here costs no command")
    void previousKeyVerifiesUntilItIsDropped() {
        var before = old.token();
        try (var rotated = TestService.start(
                        redis.url(),
                        "--SESSION_SIGNING_KEY=" + NEXT,
                        "--SESSION_SIGNING_KEY_PREVIOUS=" + TestService.SIGNING_KEY);
                var dropped = TestService.start(redis.url(), "--SESSION_SIGNING_KEY=" + NEXT)) {
            var after = rotated.token();

            assertThat(rotated.status("verify", before)).isEqualTo(200);
            assertThat(dropped.status("verify", after)).isEqualTo(200);
            var commands = redis.commandsOf(() -> {
                // Dropping the key signs everybody out who has a token of it.
                assertThat(dropped.status("verify", before)).isEqualTo(401);
                assertThat(old.status("verify", after)).isEqualTo(401);
            });
            assertThat(commands).isEmpty();
            // A rotation moves a session over to the new key.
            var moved = text(rotated.post("/v1/sessions/rotate", before), "token");
            assertThat(dropped.status("verify", moved)).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("T19: every single changed character of a token makes it invalid, and costs no command")
    void everyChangedCharacterIsForged() {
        var token = old.token();

        var commands = redis.commandsOf(() -> {
            for (var i = 0; i < token.length(); i++) {
                var changed = token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A') + token.substring(i + 1);
                var answer = old.post("/v1/sessions/verify", changed);
                assertThat(answer.getStatus().value()).as("character %d", i).isEqualTo(401);
                assertThat(code(answer)).isEqualTo("session_invalid");
            }
        });

        assertThat(commands).isEmpty();
        assertThat(old.status("verify", token)).isEqualTo(200);
    }
}
