package dev.tigrit.sessions.outage;

import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.ServerProcess;
import dev.tigrit.sessions.server.StoreUnderTest;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Revocations and replication, which is asynchronous. */
class ReplicasIT {

    private static final String WAIT = "--sessions.redis.wait-replicas=";

    @ParameterizedTest
    @EnumSource(
            value = StoreUnderTest.Kind.class,
            names = {"SENTINEL", "CLUSTER"})
    @DisplayName("T22: a revocation that waits says how many replicas have it, whichever call it is")
    void revocationSaysHowManyReplicasHaveIt(StoreUnderTest.Kind kind) {
        var replicas = kind == StoreUnderTest.Kind.SENTINEL ? 2 : 1;
        try (var store = kind.start();
                var service = TestService.ready(store, WAIT + replicas, "--sessions.redis.wait-timeout=300ms")) {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(acknowledged(service.post("/v1/sessions/invalidate", service.token())))
                                    .isEqualTo(replicas));
            var created = service.createFor("42");
            assertThat(acknowledged(
                            service.call(HttpMethod.DELETE, "/v1/sessions/" + TestService.text(created, "session_id"))))
                    .isEqualTo(replicas);
            assertThat(acknowledged(service.call(HttpMethod.DELETE, "/v1/users/42/sessions")))
                    .isEqualTo(replicas);

            var behind = store.replicasOf(store.masterOf("42"));
            behind.forEach(ServerProcess::pause);
            var token = service.token();
            assertThat(acknowledged(service.post("/v1/sessions/invalidate", token)))
                    .isZero();
            assertThat(service.status("verify", token)).isEqualTo(401);
            behind.forEach(ServerProcess::resume);
        }
    }

    @Test
    @DisplayName(
            "T22: what both replicas have acknowledged stays revoked when the master dies; what none has may come back")
    void acknowledgedRevocationSurvivesTheMaster() {
        try (var store = StoreUnderTest.Kind.SENTINEL.start();
                var service = TestService.ready(store, WAIT + 2, "--sessions.redis.wait-timeout=300ms")) {
            var safe = tokenOf(service.createFor("safe"));
            var lost = tokenOf(service.createFor("lost"));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(acknowledged(service.post("/v1/sessions/invalidate", service.token())))
                                    .isEqualTo(2));
            assertThat(acknowledged(service.post("/v1/sessions/invalidate", safe)))
                    .isEqualTo(2);

            // The documented window: the master answers, and dies before a replica has heard.
            var master = store.masterOf("42");
            var replicas = store.replicasOf(master);
            replicas.forEach(ServerProcess::pause);
            // What was sent to them would arrive when they wake up.
            master.ask(c -> c.clientKill(KillArgs.Builder.typeSlave()));
            assertThat(acknowledged(service.post("/v1/sessions/invalidate", lost)))
                    .isZero();
            master.kill();
            replicas.forEach(ServerProcess::resume);
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> store.masterOf("42") != master);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> service.createFor("42").getStatus().value() == 201);

            assertThat(service.status("verify", safe)).isEqualTo(401);
            assertThat(service.status("verify", lost)).isEqualTo(200);
            await().atMost(Duration.ofSeconds(5)).until(() -> service.status("invalidate", lost) == 204);
            assertThat(service.status("verify", lost)).isEqualTo(401);
        }
    }

    @Test
    @DisplayName(
            "T22: with no replica to wait for, many revocations at once are done all the same, and none waits for another")
    void revocationsDoNotWaitForEachOther() {
        try (var store = StoreUnderTest.Kind.STANDALONE.start();
                // One that has to wait for all the others' waiting is far beyond the time-out of its write.
                var service = TestService.ready(
                        store, WAIT + 1, "--sessions.redis.wait-timeout=2s", "--sessions.redis.timeout=3s");
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var tokens = Stream.generate(service::token).limit(20).toList();

            var answers = tokens.stream()
                    .map(token -> CompletableFuture.supplyAsync(
                            () -> service.post("/v1/sessions/invalidate", token), clients))
                    .toList();

            assertThat(answers)
                    .allSatisfy(
                            answer -> assertThat(acknowledged(answer.join())).isZero());
            assertThat(tokens)
                    .allSatisfy(
                            token -> assertThat(service.status("verify", token)).isEqualTo(401));
        }
    }

    private static int acknowledged(EntityExchangeResult<byte[]> result) {
        assertThat(result.getStatus().value()).isEqualTo(204);
        return Integer.parseInt(result.getResponseHeaders().getFirst("X-Replicas-Acknowledged"));
    }
}
