package dev.tigrit.sessions.catalogue;

import static dev.tigrit.sessions.TestService.text;
import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** A session changes its token: what the old one is worth, and what its use tells. */
class RotationIT {

    private static final String ROTATE = "/v1/sessions/rotate";

    private static RealRedis redis;
    private static TestService service;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        service = TestService.start(redis.url());
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    @Test
    @DisplayName("T10: after a rotation the old token is dead everywhere, the session keeps id, place and deadline")
    void oldTokenIsDeadAtOnce() {
        var created = service.createFor("rotated");
        var old = tokenOf(created);
        var keys = redis.keys();

        var rotated = service.post(ROTATE, old);

        assertThat(text(rotated, "session_id")).isEqualTo(text(created, "session_id"));
        assertThat(text(rotated, "expires_at")).isEqualTo(text(created, "expires_at"));
        assertThat(redis.keys()).isEqualTo(keys);
        assertThat(service.sessionsOf("rotated")).containsExactly(text(created, "session_id"));
        for (var operation : new String[] {"verify", "extend", "rotate"}) {
            assertThat(service.status(operation, old)).as(operation).isEqualTo(401);
        }
        assertThat(service.status("verify", tokenOf(rotated))).isEqualTo(200);
    }

    @Test
    @DisplayName("T10: inside an overlap both tokens are good, and the old one gets the same successor again")
    void overlapKeepsTheOldTokenForItsTime() {
        var old = service.token();

        var rotated = rotate(old, 5);
        var again = rotate(old, 5);

        assertThat(tokenOf(again)).isEqualTo(tokenOf(rotated));
        assertThat(service.status("verify", old)).isEqualTo(200);
        assertThat(service.status("extend", old)).isEqualTo(200);
        assertThat(service.status("verify", tokenOf(rotated))).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> service.status("verify", old) == 401);
        assertThat(service.status("extend", old)).isEqualTo(401);
        assertThat(service.status("verify", tokenOf(rotated))).isEqualTo(200);
    }

    @Test
    @DisplayName("T11: reuse within ten seconds is a race of tabs: refused, and the session lives")
    void reuseInsideTheGraceIsARace() {
        var old = service.token();
        var rotated = service.post(ROTATE, old);

        assertThat(service.status("rotate", old)).isEqualTo(401);
        assertThat(service.status("verify", tokenOf(rotated))).isEqualTo(200);
    }

    @Test
    @DisplayName("T11: reuse after the grace ends the session, also from a branch two rotations back")
    void reuseAfterTheGraceEndsTheSession() {
        var first = service.token();
        var second = tokenOf(service.post(ROTATE, first));
        var third = tokenOf(service.post(ROTATE, second));
        var other = service.token();
        var successor = tokenOf(service.post(ROTATE, other));

        // Only rotate tells a thief from a slow tab: verify refuses, and the session lives.
        await().pollDelay(Duration.ofMillis(10_100))
                .atMost(Duration.ofSeconds(12))
                .until(() -> true);
        assertThat(service.status("verify", other)).isEqualTo(401);
        assertThat(service.status("verify", successor)).isEqualTo(200);
        assertThat(service.status("rotate", other)).isEqualTo(401);
        assertThat(service.status("rotate", first)).isEqualTo(401);

        assertThat(service.status("verify", successor)).isEqualTo(401);
        assertThat(service.status("verify", third)).isEqualTo(401);
    }

    private static EntityExchangeResult<byte[]> rotate(String token, int overlap) {
        return TestService.post(
                service.web(), ROTATE, null, "{\"token\": \"" + token + "\", \"overlap\": " + overlap + "}");
    }
}
