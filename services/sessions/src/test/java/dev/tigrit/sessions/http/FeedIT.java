package dev.tigrit.sessions.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.GateProxy;
import dev.tigrit.sessions.server.RealRedis;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.Disposable;

/** The feed's own connection to the store, when its beginning goes wrong. */
class FeedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Test
    void subscriptionThatIsLostBeforeItIsConfirmedIsMadeAgain() throws InterruptedException {
        try (var redis = RealRedis.start();
                var proxy = new GateProxy(URI.create(redis.url()).getPort())) {
            var gate = proxy.holdNext("SUBSCRIBE");
            try (var service = TestService.start(proxy.url())) {
                gate.awaitHeld();
                proxy.closeConnections();
                gate.release();

                hears(service, redis);
            }
        }
    }

    @Test
    void subscriptionThatIsRefusedIsMadeWhenTheRightIsGiven() {
        try (var redis = RealRedis.start()) {
            redis.server().acl("SETUSER", "app", "on", ">pw", "~*", "resetchannels", "+@all");
            try (var service = TestService.start(redis.url().replace("//", "//app:pw@"))) {
                await().atMost(PATIENCE)
                        .until(() -> redis.server().refusals().stream()
                                .anyMatch(refused -> refused.containsValue("channel")));
                assertThat(redis.server().subscribers()).isZero();

                redis.server().acl("SETUSER", "app", "&tigrit:sessions:*");

                hears(service, redis);
            }
        }
    }

    private void hears(TestService service, RealRedis redis) {
        await().atMost(PATIENCE).until(() -> redis.server().subscribers() == 1);
        var listening = listen(service);
        try {
            await().atMost(PATIENCE).until(() -> {
                // Not one alone: the store may not be back for the first one.
                var created = service.createFor("42");
                if (created.getStatus().value() == 201) {
                    service.post("/v1/sessions/invalidate", TestService.tokenOf(created));
                }
                return heard.contains("session-revoked");
            });
        } finally {
            listening.dispose();
        }
    }

    private Disposable listen(TestService service) {
        return service.web()
                .get()
                .uri("/v1/events")
                .headers(headers -> headers.setBearerAuth(TestService.INTERNAL))
                .exchange()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .getResponseBody()
                .subscribe(event -> heard.add(String.valueOf(event.event())));
    }
}
