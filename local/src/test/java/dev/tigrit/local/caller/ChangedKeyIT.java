package dev.tigrit.local.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key that is changed in Secrets: the Game signs with it and Auth verifies by it, without a restart. */
@ExtendWith(TestSystem.class)
class ChangedKeyIT {

    private static final String KEY = "JWT_SECRET";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunEnv env;
    private final LocalSystem system;
    private final Caller caller;
    private final String person =
            Long.toString(900_000 + ThreadLocalRandom.current().nextLong(100_000));

    ChangedKeyIT(LocalSystem system) throws IOException {
        this.system = system;
        this.env = system.env();
        this.caller = new Caller(env);
    }

    @Test
    void gameSignsWithTheChangedKeyAndAuthAcceptsThatAlone() throws Exception {
        // Given
        var cookie = signIn();
        var before = token(cookie);
        assertThat(caller.verifyJwt(before).field("user_id")).isEqualTo(person);
        assertThat(Jwt.isSignedWith(system.keys().get(KEY), before)).isTrue();
        var changed = "a changed key of more than 32 bytes, " + Instant.now();

        // When
        change(changed);

        // Then
        var after = await("the Game signs with it")
                .atMost(PATIENCE)
                .until(() -> token(cookie), token -> Jwt.isSignedWith(changed, token));
        await("Auth accepts it")
                .atMost(PATIENCE)
                .until(() -> caller.verifyJwt(after).status() == 200);
        assertThat(caller.verifyJwt(after).field("user_id")).isEqualTo(person);
        assertThat(caller.verifyJwt(before).status()).isEqualTo(401);
    }

    /** As an owner would by hand; never seen half written. */
    private void change(String value) throws IOException {
        var file = system.folder().keys().resolve(KEY);
        var draft = Files.writeString(file.resolveSibling(KEY + ".new"), value);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String signIn() throws Exception {
        var initData = InitData.ofUser(Long.parseLong(person), Instant.now())
                .sign(system.keys().telegramBotToken());
        var answer = game("/v1/sign-in", "Accept", "*/*", "{\"init_data\":\"" + initData + "\"}");
        var header = answer.response().headers().firstValue("Set-Cookie").orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }

    private String token(String cookie) throws Exception {
        return game("/v1/me/token", "Cookie", cookie, "").field("token");
    }

    private Answer game(String path, String header, String value, String body) throws Exception {
        var answer = caller.send(HttpRequest.newBuilder(URI.create(env.gameUrl() + path))
                .header("Origin", env.gameUrl())
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}
