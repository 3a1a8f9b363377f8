package dev.tigrit.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.fixture.Jwt;
import dev.tigrit.local.fixture.StandIn;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.Keys;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Readiness;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Auth and Sessions with their keys in the environment: where Secrets should be, somebody only counts who knocks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DetachedIT {

    private final LocalSystem system;
    private final Keys keys;
    private final Caller caller;
    private final StandIn standIn;

    DetachedIT() throws IOException, InterruptedException {
        system = TestSystem.create("detached");
        keys = system.keys();
        caller = new Caller(system.env());
        standIn = new StandIn();
    }

    @BeforeAll
    void startWithoutSecrets() throws Exception {
        system.startRedis();
        var auth = system.service(Service.AUTH)
                .with(Map.of(
                        "AUTH_SECRETS_URL",
                        standIn.url(),
                        "TELEGRAM_BOT_TOKEN",
                        keys.telegramBotToken(),
                        "JWT_SECRET",
                        keys.get("JWT_SECRET")));
        var sessions = system.service(Service.SESSIONS)
                .with(Map.of(
                        "SESSIONS_SECRETS_URL", standIn.url(), "SESSION_SIGNING_KEY", keys.get("SESSION_SIGNING_KEY")));
        var authProcess = system.start(auth);
        var sessionsProcess = system.start(sessions);
        var readiness = new Readiness(TestSystem.START_TIMEOUT);
        readiness.await(auth, authProcess);
        readiness.await(sessions, sessionsProcess);
    }

    @AfterEach
    void nobodyCalledSecrets() {
        assertThat(standIn.connections()).isZero();
    }

    @AfterAll
    void stop() throws IOException {
        system.close();
        assertThat(standIn.connections()).isZero();
        standIn.close();
    }

    @Test
    void initDataIsVerified() throws Exception {
        // Given
        var initData = InitData.ofUser(Demo.USER, Instant.now()).sign(keys.telegramBotToken());

        // When
        var answer = caller.verifyInitData(initData);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void jwtIsVerified() throws Exception {
        // Given
        var now = Instant.now();
        var jwt = Jwt.ofUser(Demo.USER, now, now.plus(1, ChronoUnit.HOURS), keys.get("JWT_SECRET"));

        // When
        var answer = caller.verifyJwt(jwt);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void unknownKeysDoNotMakeThemAsk() throws Exception {
        // Given
        var now = Instant.now();
        var jwt = Jwt.ofUser(Demo.USER, now, now.plus(1, ChronoUnit.HOURS), "another-secret-that-is-long-enough-too");

        // When
        var answer = caller.verifyJwt(jwt);

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(caller.verifySession("ts1_" + "A".repeat(120)).status()).isEqualTo(401);
    }

    @Test
    void sessionLivesFromCreateToInvalidate() throws Exception {
        // Given
        var token = caller.createSession("279058397").field("token");

        // When
        var verified = caller.verifySession(token);

        // Then
        assertThat(verified.status()).as(verified.body()).isEqualTo(200);
        assertThat(caller.extendSession(token).status()).isEqualTo(200);
        assertThat(caller.invalidateSession(token).status()).isEqualTo(204);
        assertThat(caller.verifySession(token).status()).isEqualTo(401);
    }
}
