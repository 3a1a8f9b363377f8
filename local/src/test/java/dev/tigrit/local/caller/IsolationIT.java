package dev.tigrit.local.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.Caller;
import dev.tigrit.local.Caller.Answer;
import dev.tigrit.local.InitData;
import dev.tigrit.local.fixture.Jwt;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.RunEnv;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two persons on the real services: neither reaches what is the other's. */
@ExtendWith(TestSystem.class)
class IsolationIT {

    private final RunEnv env;
    private final LocalSystem system;
    private final Caller caller;
    private final long one = 800_000 + ThreadLocalRandom.current().nextLong(100_000);
    private final long other = one + 100_000;

    IsolationIT(LocalSystem system) throws IOException {
        this.system = system;
        this.env = system.env();
        this.caller = new Caller(env);
    }

    @Test
    void apiReturnsThePersonsOwnInteractionsByEitherToken() throws Exception {
        // Given
        write(one, "/start");
        write(one, "hello");
        write(other, "/me");
        var session = caller.createSession(Long.toString(one)).field("token");
        var jwt = Jwt.ofUser(
                one,
                Instant.now(),
                Instant.now().plus(Duration.ofHours(1)),
                system.keys().get("JWT_SECRET"));

        for (var token : List.of(session, jwt)) {
            // When
            var answer = interactions(token);

            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("/start").doesNotContain("/me");
        }
        var others = caller.createSession(Long.toString(other)).field("token");
        assertThat(interactions(others).body()).contains("/me").doesNotContain("/start");
    }

    @Test
    void sessionThatIsOverOpensNothing() throws Exception {
        // Given
        var token = caller.createSession(Long.toString(one)).field("token");
        assertThat(interactions(token).status()).isEqualTo(200);

        // When
        caller.invalidateSession(token);

        // Then
        assertThat(interactions(token).status()).isEqualTo(401);
        assertThat(interactions("ts1_" + "A".repeat(146)).status()).isEqualTo(401);
    }

    @Test
    void nobodySignsAnotherPersonsDeviceOut() throws Exception {
        // Given
        var ones = cookie(signIn(one));
        var others = cookie(signIn(other));
        var devices = page("GET", "/v1/me/sessions", ones).body();
        var id = devices.replaceAll("(?s).*\"session_id\":\"([^\"]+)\".*", "$1");

        // When
        var answer = page("DELETE", "/v1/me/sessions/" + id, others);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
        assertThat(page("GET", "/v1/me/sessions", others).body()).doesNotContain(id);
        assertThat(page("GET", "/v1/me", ones).field("user_id")).isEqualTo(Long.toString(one));
        assertThat(page("DELETE", "/v1/me/sessions/" + id, ones).status()).isEqualTo(204);
        assertThat(page("GET", "/v1/me", ones).status()).isEqualTo(401);
    }

    @Test
    void botAndPageKnowThePersonByOneGameId() throws Exception {
        // Given
        var profile = signIn(one);

        // When
        var answer = write(one, "/me");

        // Then
        assertThat(answer.field("text")).contains(profile.field("game_user_id"));
    }

    @Test
    void whoStoleAndRotatedATokenIsOutWhenItsOwnerSignsOut() throws Exception {
        // Given
        var cookie = cookie(signIn(one));
        var stolen = cookie.substring(cookie.indexOf('=') + 1);
        var thiefs = caller.send(HttpRequest.newBuilder(URI.create(env.sessionsUrl() + "/v1/sessions/rotate"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"token\":\"" + stolen + "\"}")))
                .field("token");
        assertThat(caller.verifySession(thiefs).status()).isEqualTo(200);

        // When
        var signedOut = page("POST", "/v1/sign-out", cookie);

        // Then
        assertThat(signedOut.status()).isEqualTo(204);
        assertThat(caller.verifySession(thiefs).status()).isEqualTo(401);
    }

    private Answer interactions(String token) throws Exception {
        return caller.send(HttpRequest.newBuilder(URI.create(env.apiUrl() + "/v1/interactions"))
                .header("Authorization", "Bearer " + token));
    }

    private Answer signIn(long user) throws Exception {
        var initData = InitData.ofUser(user, Instant.now()).sign(system.keys().telegramBotToken());
        var answer = caller.send(HttpRequest.newBuilder(URI.create(env.gameUrl() + "/v1/sign-in"))
                .header("Origin", env.gameUrl())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"init_data\":\"" + initData + "\"}")));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String cookie(Answer signedIn) {
        var header = signedIn.response().headers().firstValue("Set-Cookie").orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }

    private Answer page(String method, String path, String cookie) throws Exception {
        return caller.send(HttpRequest.newBuilder(URI.create(env.gameUrl() + path))
                .method(method, BodyPublishers.noBody())
                .header("Origin", env.gameUrl())
                .header("Cookie", cookie));
    }

    private Answer write(long person, String text) throws Exception {
        var answer = caller.send(HttpRequest.newBuilder(URI.create(env.botUrl() + "/telegram/webhook"))
                .header("X-Telegram-Bot-Api-Secret-Token", env.webhookSecret())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        """
                        {"update_id":%d,"message":{"message_id":1,"from":{"id":%2$d,"is_bot":false,"first_name":"P"},\
                        "chat":{"id":%2$d,"type":"private"},"date":1764000000,"text":"%3$s"}}""".formatted(ThreadLocalRandom.current().nextLong(1L << 40), person, text))));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}
