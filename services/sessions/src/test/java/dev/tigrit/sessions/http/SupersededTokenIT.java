package dev.tigrit.sessions.http;

import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.Disposable;

/** A token was stolen and rotated by the thief; its owner still has the old one. */
class SupersededTokenIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String REUSED = "\"reason\":\"reused\"";
    private static final String REFUSED = "\"risk_reason\":\"superseded_token\"";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private RealRedis redis;
    private TestService service;
    private Disposable listening;

    @BeforeEach
    void start() {
        redis = RealRedis.start();
        service = TestService.start(redis.url());
        await().atMost(PATIENCE).until(() -> redis.server().subscribers() == 1);
        listening = service.web()
                .get()
                .uri("/v1/events")
                .headers(headers -> headers.setBearerAuth(TestService.INTERNAL))
                .exchange()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .getResponseBody()
                .subscribe(event -> heard.add(event.event() + " " + event.data()));
        await().atMost(PATIENCE).until(() -> heard.stream().anyMatch(event -> event.startsWith("resync")));
    }

    @AfterEach
    void stop() {
        listening.dispose();
        service.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void signOutWithASupersededTokenEndsTheSession(int rotations) {
        var victims = service.token();
        var thiefs = rotated(victims, rotations);

        assertThat(service.status("invalidate", victims)).isEqualTo(204);

        assertThat(service.status("verify", thiefs)).isEqualTo(401);
        assertThat(service.status("rotate", thiefs)).isEqualTo(401);
        assertThat(service.sessionsOf("42")).isEmpty();
        await().atMost(PATIENCE).until(() -> heard(REUSED) == 1);
        assertThat(service.status("invalidate", victims)).isEqualTo(204);
        assertThat(heard(REUSED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "extend", "rotate"})
    void aSupersededTokenIsRefusedAndAnEvent(String operation) {
        var victims = service.token();
        var thiefs = rotated(victims, 1);

        assertThat(service.status(operation, victims)).isEqualTo(401);

        await().atMost(PATIENCE).until(() -> heard(REFUSED) == 1);
        assertThat(service.status("verify", thiefs)).isEqualTo(200);
    }

    @Test
    void aSupersededTokenAtTheGatewayIsAnEvent() {
        var victims = service.token();
        rotated(victims, 1);

        service.web()
                .get()
                .uri("/v1/forward-auth")
                .headers(headers -> headers.setBearerAuth(victims))
                .exchange()
                .expectStatus()
                .isUnauthorized();

        await().atMost(PATIENCE).until(() -> heard(REFUSED) == 1);
    }

    @Test
    void aReplayedTokenDoesNotFillTheFeed() {
        var replayed = service.token();
        rotated(replayed, 1);

        for (var i = 0; i < 200; i++) {
            assertThat(service.status("verify", replayed)).isEqualTo(401);
        }
        // It comes after whatever was told before it.
        assertThat(service.status("invalidate", service.token())).isEqualTo(204);
        await().atMost(PATIENCE).until(() -> heard("\"logout\"") == 1);

        assertThat(heard(REFUSED)).isEqualTo(5);
    }

    private String rotated(String token, int times) {
        var newest = token;
        for (var i = 0; i < times; i++) {
            newest = tokenOf(service.post("/v1/sessions/rotate", newest));
        }
        return newest;
    }

    private long heard(String what) {
        return heard.stream().filter(event -> event.contains(what)).count();
    }
}
