package dev.tigrit.api.client.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.api.client.OwnToken;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.HttpStandIn.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class InternalSecretTest {

    private static final String FIRST = "the first secret of more than 32 bytes";
    private static final String SECOND = "the second secret of more than 32 bytes";

    private final Path token;
    private final HttpStandIn secrets = new HttpStandIn(_ -> answer(1, FIRST));

    InternalSecretTest(@TempDir Path directory) throws IOException {
        token = directory.resolve("token");
        Files.writeString(token, "one.two.three\n");
    }

    @AfterEach
    void stop() {
        secrets.close();
    }

    @Test
    void environmentWinsAndSecretsIsNotAsked() {
        // When
        var secret = secret(FIRST, secrets.url());

        // Then
        assertThat(presented(secret)).isEqualTo("Bearer " + FIRST);
        assertThat(secret.isRunning()).isFalse();
        assertThat(secrets.asked()).isEmpty();
    }

    @Test
    void withoutEitherThereIsNoToken() {
        assertThat(presented(secret(null, null))).isNull();
    }

    @Test
    void isFetchedWithTheTokenThatTheFileHoldsThen() throws IOException {
        // Given
        var secret = secret(null, secrets.url());
        secret.start();
        await().untilAsserted(() -> assertThat(presented(secret)).isEqualTo("Bearer " + FIRST));

        // When
        Files.writeString(token, "another.token.now");
        secrets.behave(_ -> answer(2, SECOND));

        // Then
        await().untilAsserted(() -> assertThat(presented(secret)).isEqualTo("Bearer " + SECOND));
        assertThat(secrets.asked().getFirst().header("Authorization")).isEqualTo("Bearer one.two.three");
        assertThat(secrets.asked().getLast().header("Authorization")).isEqualTo("Bearer another.token.now");
        assertThat(secrets.asked()).allMatch(call -> call.path().equals("/v1/secrets/INTERNAL_API_SECRET"));
        secret.stop();
    }

    @Test
    void isHeldWhileSecretsIsAwayAndWhenItRefuses() {
        // Given
        var secret = secret(null, secrets.url());
        secret.start();
        await().untilAsserted(() -> assertThat(presented(secret)).isNotNull());

        // When
        secrets.behave(_ -> Answer.problem(404, "not_found"));
        var asked = secrets.asked().size();
        await().until(() -> secrets.asked().size() > asked + 1);
        secrets.die();

        // Then
        assertThat(presented(secret)).isEqualTo("Bearer " + FIRST);
        secret.stop();
    }

    @Test
    void fileOfAServiceComesFirstAndIsReadEachTime() throws IOException {
        // Given
        var own = new OwnToken(token, secret(FIRST, null).ring(), Clock.systemUTC());
        assertThat(own.authorization()).isEqualTo("Bearer one.two.three");

        // When
        Files.writeString(token, "four.five.six");

        // Then
        assertThat(own.authorization()).isEqualTo("Bearer four.five.six");
        Files.delete(token);
        assertThat(own.authorization()).isNull();
    }

    @Test
    void addressWithoutATokenFileIsRefused() {
        assertThatThrownBy(() ->
                        new SecretsProperties(secrets.url(), null, null, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("token-file");
    }

    private static @Nullable String presented(InternalSecret secret) {
        return new OwnToken(null, secret.ring(), Clock.systemUTC()).authorization();
    }

    private static Answer answer(int version, String value) {
        return new Answer(200, """
                {"key":"INTERNAL_API_SECRET","encoding":"utf8","value":"%s","version":%d,"use_after":"2026-01-01T00:00:00Z","previous":[]}""".formatted(value, version));
    }

    private InternalSecret secret(@Nullable String given, @Nullable URI url) {
        var environment = new StandardEnvironment();
        if (given != null) {
            environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(InternalSecret.KEY, given)));
        }
        var properties = new SecretsProperties(url, token, null, Duration.ofMillis(50), Duration.ofSeconds(1));
        return new InternalSecret(properties, new EnvironmentKeys(environment), builder(), Clock.systemUTC());
    }

    /** As Boot makes it. */
    private static WebClient.Builder builder() {
        var json = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        return WebClient.builder()
                .codecs(codecs -> codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(json)));
    }
}
