package dev.tigrit.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.local.Caller.Answer;
import dev.tigrit.local.fixture.Hostile;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestSystem.class)
class OutageIT {

    /** The design's time budget for an answer without Redis. */
    private static final Duration BUDGET = Duration.ofMillis(500);

    private static final Duration RECOVERY = Duration.ofSeconds(3);

    private final LocalSystem system;
    private final Caller caller;

    OutageIT(LocalSystem system) throws IOException {
        this.system = system;
        this.caller = new Caller(system.env());
    }

    @AfterEach
    void restoreWhatWasKilled() throws Exception {
        if (!system.redis().isAlive()) {
            system.startRedis();
        }
        if (!system.child(Service.SECRETS).isAlive()) {
            system.start(system.service(Service.SECRETS));
        }
        system.awaitReady(TestSystem.START_TIMEOUT);
        await().atMost(RECOVERY).untilAsserted(() -> {
            assertThat(health().status()).isEqualTo(200);
            assertThat(caller.createSession("1").status()).isEqualTo(201);
        });
    }

    @Test
    void withoutRedisSessionsSaySoInTimeAndNeverAnythingElse() throws Exception {
        // Given
        var token = caller.createSession("279058397").field("token");

        // When
        system.redis().kill();

        // Then
        assertAll503InTime(poll(Duration.ofMillis(100), () -> caller.verifySession(token)));
        await().atMost(BUDGET.minusMillis(100))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(health().status()).isEqualTo(503));
        assertAll503InTime(poll(Duration.ofSeconds(2), () -> caller.verifySession(token)));
        assertAll503InTime(poll(Duration.ofSeconds(1), this::health));
        assertThat(caller.createSession("279058397").status()).isEqualTo(503);
    }

    @Test
    void withoutRedisForgedTokensAreStillRefusedAndAuthIsUnaffected() throws Exception {
        // Given
        var token = caller.createSession("279058397").field("token");

        // When
        system.redis().kill();

        // Then
        assertThat(caller.verifySession(Hostile.forged(token)).status()).isEqualTo(401);
        assertThat(signIn().status()).isEqualTo(200);
        assertThat(caller.get(system.service(Service.AUTH).url() + "/health").status())
                .isEqualTo(200);
    }

    @Test
    void sessionsRecoverByThemselvesWhenRedisIsBack() throws Exception {
        // Given
        system.redis().kill();
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(health().status()).isEqualTo(503));
        poll(Duration.ofSeconds(3), this::health);

        // When
        system.startRedis();

        // Then
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() ->
                        assertThat(caller.createSession("279058397").status()).isEqualTo(201));
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(health().status()).isEqualTo(200));
    }

    @Test
    void withoutSecretsTheOthersGoOn() throws Exception {
        // Given
        var token = caller.createSession("279058397").field("token");

        // When
        system.child(Service.SECRETS).kill();

        // Then
        assertThat(poll(Duration.ofSeconds(3), this::signIn)).allMatch(answer -> answer.status() == 200);
        assertThat(caller.createSession("279058397").status()).isEqualTo(201);
        assertThat(caller.verifySession(token).status()).isEqualTo(200);
        assertThat(health().status()).isEqualTo(200);
    }

    private static void assertAll503InTime(List<Timed> answers) {
        assertThat(answers).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.took()).isLessThan(BUDGET);
        });
    }

    private Answer health() throws Exception {
        return caller.get(system.service(Service.SESSIONS).url() + "/health");
    }

    private Answer signIn() throws Exception {
        return caller.verifyInitData(
                InitData.ofUser(Demo.USER, Instant.now()).sign(system.keys().telegramBotToken()));
    }

    /** The same question again and again, one after the other. */
    private static List<Timed> poll(Duration period, Callable<Answer> question) throws Exception {
        var answers = new ArrayList<Timed>();
        for (var end = System.nanoTime() + period.toNanos(); System.nanoTime() < end; ) {
            var asked = System.nanoTime();
            var status = question.call().status();
            answers.add(new Timed(status, Duration.ofNanos(System.nanoTime() - asked)));
        }
        return answers;
    }

    private record Timed(int status, Duration took) {}
}
