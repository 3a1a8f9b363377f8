package dev.tigrit.sessions.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import dev.tigrit.testkit.SecretsStandIn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A signing key that comes from Secrets: waited for, rotated with an overlap, and held when Secrets goes away. */
class KeyFromSecretsIT {

    private static final String KEY = "SESSION_SIGNING_KEY";
    private static final String FIRST = "the first signing key, long enough for it";
    private static final String SECOND = "the second signing key, long enough for it";

    @Test
    void signingKeyIsTakenUpRotatedAndHeld() {
        try (var redis = RealRedis.start();
                var secrets = new SecretsStandIn();
                var service = TestService.start(
                        redis.url(), "--SESSION_SIGNING_KEY=", "--sessions.secrets.url=" + secrets.url())) {
            assertThat(status(service)).isEqualTo(503);
            await().atMost(Duration.ofSeconds(5)).until(() -> secrets.asked().contains("events"));

            secrets.putValue(KEY, 1, FIRST);
            await().atMost(Duration.ofSeconds(2)).until(() -> status(service) == 201);
            var beforeRotation = service.token();

            secrets.put(KEY, "2", rotation());
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> !kid(service.token()).equals(kid(beforeRotation)));
            assertThat(verified(service, beforeRotation)).isEqualTo(200);

            secrets.die();
            assertThat(verified(service, beforeRotation)).isEqualTo(200);
            assertThat(verified(service, service.token())).isEqualTo(200);
        }
    }

    /** The bundle was lost and made anew: its versions are counted from 1 again, and the key that it replaces counts no longer. */
    @Test
    void keyOfABundleThatBeganAnewReplacesTheOneOfAHigherVersion() {
        try (var redis = RealRedis.start();
                var secrets = new SecretsStandIn();
                var service = TestService.start(
                        redis.url(), "--SESSION_SIGNING_KEY=", "--sessions.secrets.url=" + secrets.url())) {
            await().atMost(Duration.ofSeconds(5)).until(() -> secrets.asked().contains("events"));
            secrets.put(KEY, "7", of("1764000000000-ffffffffffffffff", FIRST, 7));
            await().atMost(Duration.ofSeconds(2)).until(() -> status(service) == 201);
            var before = service.token();

            secrets.put(KEY, "1", of("1764000000001-0000000000000000", SECOND, 1));

            await().atMost(Duration.ofSeconds(2))
                    .until(() -> !kid(service.token()).equals(kid(before)));
            assertThat(verified(service, before)).isEqualTo(401);
            var after = service.token();
            assertThat(verified(service, after)).isEqualTo(200);

            // A replica that has not been reached yet.
            secrets.put(KEY, "8", of("1764000000000-ffffffffffffffff", FIRST, 8));
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> verified(service, before) == 401);
            assertThat(verified(service, after)).isEqualTo(200);
        }
    }

    private static String of(String incarnation, String value, int version) {
        return """
                {"key":"%s","incarnation":"%s","encoding":"utf8","value":"%s","version":%d,"use_after":"2026-01-01T00:00:00Z",
                 "previous":[]}""".formatted(KEY, incarnation, value, version);
    }

    @Test
    void withTheKeyInTheEnvironmentSecretsIsNeverCalled() {
        try (var redis = RealRedis.start();
                var secrets = new SecretsStandIn();
                var service = TestService.start(redis.url(), "--sessions.secrets.url=" + secrets.url())) {
            assertThat(verified(service, service.token())).isEqualTo(200);
            assertThat(secrets.asked()).isEmpty();
        }
    }

    private static int status(TestService service) {
        return service.create("{\"user_id\": \"42\"}").getStatus().value();
    }

    private static int verified(TestService service, String token) {
        return service.post("/v1/sessions/verify", token).getStatus().value();
    }

    /** Characters that depend on the version byte and the kid alone. */
    private static String kid(String token) {
        return token.substring(0, 10);
    }

    private static String rotation() {
        return """
                {"key":"%s","encoding":"utf8","value":"%s","version":2,"use_after":"2026-01-01T00:00:00Z",
                 "previous":[{"value":"%s","version":1,"not_after":"2999-01-01T00:00:00Z"}]}""".formatted(KEY, SECOND, FIRST);
    }
}
