package dev.tigrit.sessions.catalogue;

import static dev.tigrit.sessions.TestService.code;
import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** How many sessions a user may have, with many sign-ins at once on two instances. */
class LimitsIT {

    private static final int LIMIT = 7;
    private static final int CREATES = 60;

    private static RealRedis redis;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evict-oldest", "reject"})
    @DisplayName("T5: concurrent creates under a limit leave exactly as many sessions live")
    void exactlyTheLimitLives(String onLimit) {
        var arguments = new String[] {"--sessions.max-per-user=" + LIMIT, "--sessions.on-limit=" + onLimit};
        try (var one = TestService.start(redis.url(), arguments);
                var other = TestService.start(redis.url(), arguments)) {
            var user = "limited-" + onLimit;
            var answers = IntStream.range(0, CREATES)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> (i % 2 == 0 ? one : other).createFor(user)))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            var live = statuses(answers, one);
            assertThat(one.sessionsOf(user)).hasSize(LIMIT);
            assertThat(live.stream().filter(status -> status == 200)).hasSize(LIMIT);
            if (onLimit.equals("reject")) {
                assertThat(answers.stream().filter(a -> a.getStatus().value() == 409))
                        .hasSize(CREATES - LIMIT)
                        .allSatisfy(a -> assertThat(code(a)).isEqualTo("session_limit_reached"));
            } else {
                assertThat(answers)
                        .allSatisfy(a -> assertThat(a.getStatus().value()).isEqualTo(201));
            }
        }
    }

    @Test
    @DisplayName("T5: the oldest session goes first, and the newest is the one that was made")
    void oldestGoesFirst() {
        try (var service = TestService.start(redis.url(), "--sessions.max-per-user=2")) {
            var tokens = new ArrayList<String>();
            for (var i = 0; i < 3; i++) {
                tokens.add(tokenOf(service.createFor("eldest")));
            }

            assertThat(tokens.stream().map(token -> service.status("verify", token)))
                    .containsExactly(401, 200, 200);
            var freed = service.call(HttpMethod.DELETE, "/v1/users/eldest/sessions");
            assertThat(freed.getStatus().value()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1001", "2147483648", "many"})
    @DisplayName("T6: a limit that makes no sense stops start-up and is named")
    void senselessLimitStopsStartUp(String limit) {
        assertThatThrownBy(() -> TestService.start(redis.url(), "--sessions.max-per-user=" + limit))
                .hasStackTraceContaining("max-per-user");
    }

    private static List<Integer> statuses(List<EntityExchangeResult<byte[]>> answers, TestService service) {
        return answers.stream()
                .filter(answer -> answer.getStatus().value() == 201)
                .map(answer -> service.status("verify", tokenOf(answer)))
                .toList();
    }
}
