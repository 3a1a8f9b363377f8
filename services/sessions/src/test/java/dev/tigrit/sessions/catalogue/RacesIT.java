package dev.tigrit.sessions.catalogue;

import static dev.tigrit.sessions.TestService.text;
import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.GateProxy;
import dev.tigrit.sessions.server.RealRedis;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Races between two instances of the service, opened on purpose: one's command is held on its way to the store. */
class RacesIT {

    private static final String USER = "42";
    private static final String ALL = "/v1/users/42/sessions";

    private static RealRedis redis;
    private static GateProxy proxy;
    private static TestService held;
    private static TestService free;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        proxy = new GateProxy(URI.create(redis.url()).getPort());
        // Long enough that what is held is late, not timed out; the proxy holds pings behind it as well.
        held = TestService.start(proxy.url(), "--sessions.redis.timeout=8s");
        free = TestService.start(redis.url());
        for (var service : new TestService[] {held, free}) {
            // Every script is known to the store: what is held later is the whole of it.
            var token = service.token();
            service.status("extend", token);
            service.status("rotate", token);
            service.status("invalidate", token);
            service.call(HttpMethod.DELETE, ALL);
        }
    }

    @AfterAll
    static void stop() {
        held.close();
        free.close();
        proxy.close();
        redis.close();
    }

    @AfterEach
    void everyKeyHasATimeToLive() {
        assertThat(redis.keys())
                .allSatisfy(key -> assertThat(redis.<Long>ask(c -> c.pttl(key))).isPositive());
        redis.ask(c -> c.flushall());
    }

    @Test
    @DisplayName("T1: two creates at once are both listed, and both end with revoke-all")
    void concurrentCreatesAreBothListedAndBothRevoked() throws InterruptedException {
        var late = hold(() -> held.createFor(USER));
        var first = free.createFor(USER);
        var second = late.release();

        assertThat(free.sessionsOf(USER))
                .containsExactlyInAnyOrder(text(first, "session_id"), text(second, "session_id"));
        assertThat(free.call(HttpMethod.DELETE, ALL).getStatus().value()).isEqualTo(204);
        assertThat(held.status("verify", tokenOf(first))).isEqualTo(401);
        assertThat(held.status("verify", tokenOf(second))).isEqualTo(401);
    }

    @Test
    @DisplayName("T2: an extension on its way while the session is revoked leaves it revoked, without a ghost")
    void extensionInFlightDoesNotResurrect() throws InterruptedException {
        var token = free.token();
        var late = hold(() -> held.post("/v1/sessions/extend", token));
        assertThat(free.status("invalidate", token)).isEqualTo(204);

        assertThat(late.release().getStatus().value()).isEqualTo(401);
        assertThat(free.status("verify", token)).isEqualTo(401);
        assertThat(redis.keys()).isEmpty();
    }

    @Test
    @DisplayName("T2: a rotation on its way while the session is revoked leaves it revoked, without a ghost")
    void rotationInFlightDoesNotResurrect() throws InterruptedException {
        var token = free.token();
        var late = hold(() -> held.post("/v1/sessions/rotate", token));
        assertThat(free.call(HttpMethod.DELETE, ALL).getStatus().value()).isEqualTo(204);

        assertThat(late.release().getStatus().value()).isEqualTo(401);
        assertThat(redis.keys()).isEmpty();
    }

    @Test
    @DisplayName("T3: a create that a revoke-all overtakes is valid and listed")
    void createAfterRevokeAllIsListed() throws InterruptedException {
        var old = free.createFor(USER);
        var late = hold(() -> held.createFor(USER));
        assertThat(free.call(HttpMethod.DELETE, ALL).getStatus().value()).isEqualTo(204);
        var created = late.release();

        assertThat(free.status("verify", tokenOf(old))).isEqualTo(401);
        assertThat(free.status("verify", tokenOf(created))).isEqualTo(200);
        assertThat(free.sessionsOf(USER)).containsExactly(text(created, "session_id"));
    }

    @Test
    @DisplayName("T3: a create that overtakes a revoke-all is revoked and not listed")
    void createBeforeRevokeAllIsRevoked() throws InterruptedException {
        var late = hold(() -> held.call(HttpMethod.DELETE, ALL));
        var created = free.createFor(USER);

        assertThat(late.release().getStatus().value()).isEqualTo(204);
        assertThat(free.status("verify", tokenOf(created))).isEqualTo(401);
        assertThat(free.sessionsOf(USER)).isEmpty();
    }

    @Test
    @DisplayName(
            "T10: of two rotations of one token one wins, and the loser's session lives on with the winner's token")
    void concurrentRotationsHaveOneWinner() throws InterruptedException {
        var token = free.token();
        var late = hold(() -> held.post("/v1/sessions/rotate", token));
        var winner = free.post("/v1/sessions/rotate", token);

        assertThat(late.release().getStatus().value()).isEqualTo(401);
        assertThat(free.status("verify", tokenOf(winner))).isEqualTo(200);
        assertThat(free.status("verify", token)).isEqualTo(401);
    }

    @Test
    @DisplayName("T15: racing creates with one Idempotency-Key get the winner's token")
    void racingRepetitionsGetOneToken() throws InterruptedException {
        var body = "{\"user_id\": \"42\"}";
        var late = hold(() -> held.create(body, "a-key-of-more-than-22-characters"));
        var winner = free.create(body, "a-key-of-more-than-22-characters");
        var repeated = late.release();

        assertThat(repeated.getStatus().value()).isEqualTo(201);
        assertThat(tokenOf(repeated)).isEqualTo(tokenOf(winner));
        assertThat(free.sessionsOf(USER)).hasSize(1);
    }

    private record Late(GateProxy.Gate gate, CompletableFuture<EntityExchangeResult<byte[]>> answer) {

        EntityExchangeResult<byte[]> release() {
            gate.release();
            return answer.join();
        }
    }

    /** The request of the held service whose command has reached the gate, and waits there. */
    private static Late hold(Supplier<EntityExchangeResult<byte[]>> request) throws InterruptedException {
        var gate = proxy.holdNext("EVALSHA");
        var answer = CompletableFuture.supplyAsync(request);
        gate.awaitHeld();
        return new Late(gate, answer);
    }
}
