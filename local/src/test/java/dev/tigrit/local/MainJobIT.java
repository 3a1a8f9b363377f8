package dev.tigrit.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tigrit.local.fixture.Jwt;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestSystem.class)
class MainJobIT {

    private final LocalSystem system;
    private final Caller caller;

    MainJobIT(LocalSystem system) throws IOException {
        this.system = system;
        this.caller = new Caller(system.env());
    }

    @Test
    void initDataBecomesAUserId() throws Exception {
        // Given
        var initData =
                InitData.ofUser(Demo.USER, Instant.now()).sign(system.keys().telegramBotToken());

        // When
        var answer = caller.verifyInitData(initData);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.field("user_id")).isEqualTo("279058397");
        assertThat(answer.field("method")).isEqualTo("telegram_init_data");
    }

    @Test
    void jwtBecomesAUserId() throws Exception {
        // Given
        var now = Instant.now();
        var jwt = Jwt.ofUser(
                Demo.USER, now, now.plus(1, ChronoUnit.HOURS), system.keys().get("JWT_SECRET"));

        // When
        var answer = caller.verifyJwt(jwt);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.field("user_id")).isEqualTo("279058397");
    }

    @Test
    void newSessionIsValid() throws Exception {
        // Given
        var session = caller.createSession("279058397");

        // When
        var answer = caller.verifySession(session.field("token"));

        // Then
        assertThat(session.status()).isEqualTo(201);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.field("user_id")).isEqualTo("279058397");
        assertThat(answer.field("session_id")).isEqualTo(session.field("session_id"));
    }

    @Test
    void invalidatedSessionIsRefused() throws Exception {
        // Given
        var token = caller.createSession("279058397").field("token");

        // When
        var invalidated = caller.invalidateSession(token);

        // Then
        assertThat(invalidated.status()).isEqualTo(204);
        assertThat(caller.verifySession(token).status()).isEqualTo(401);
        assertThat(caller.extendSession(token).status()).isEqualTo(401);
    }

    @Test
    void demoSucceeds() throws Exception {
        // Given
        var printed = new ByteArrayOutputStream();
        system.env().write(system.folder());
        var demo = new Demo(new PrintStream(printed, true, StandardCharsets.UTF_8));

        // When, then
        assertThatCode(() -> demo.run(system.folder())).doesNotThrowAnyException();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("(?m)^1\\. .*: 200 user_id 279058397$")
                .containsPattern("(?m)^7\\. .*: 401 ");
    }

    @Test
    void secretOfTheServicesIsNotServed() throws Exception {
        // When
        var answer = secret("INTERNAL_API_SECRET");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain(system.keys().internalSecret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SESSION_SIGNING_KEY", "JWT_SECRET", "TELEGRAM_BOT_TOKEN"})
    void keysComeFromTheFolder(String key) throws Exception {
        // When
        var answer = secret(key);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.field("value")).isEqualTo(system.keys().get(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {Service.AUTH, Service.SESSIONS, Service.SECRETS, Service.GAME, Service.BOT, Service.API})
    void healthIsPublicAndDocsAreOnTheManagementPort(String name) throws Exception {
        // Given
        var service = system.service(name);

        // When
        var health = caller.get(service.url() + "/health");

        // Then
        assertThat(health.status()).isEqualTo(200);
        assertThat(caller.get(service.management() + "/docs/index.html").status())
                .isEqualTo(200);
        assertThat(caller.get(service.management() + "/metrics").status()).isEqualTo(200);
        assertThat(caller.get(service.url() + "/docs/index.html").status()).isEqualTo(404);
    }

    @Test
    void pageAndBothContractsOfTheGameAreThere() throws Exception {
        // Given
        var game = system.service(Service.GAME);

        // When
        var page = caller.get(game.url() + "/");

        // Then
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(caller.get(game.management() + "/docs/openapi.yaml").body()).contains("telegram-users");
        assertThat(caller.get(game.management() + "/docs/openapi-public.yaml").body())
                .contains("/v1/sign-in");
    }

    private Caller.Answer secret(String key) throws Exception {
        var url = URI.create(system.service(Service.SECRETS).url() + "/v1/secrets/" + key);
        return caller.send(HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + system.keys().internalSecret()));
    }
}
